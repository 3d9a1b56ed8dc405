import { requireGatewayCaller } from '../domain/caller.ts';
import { parseIdOf } from '../domain/global-id.ts';
import type { CountedConnection } from '../domain/paging/slice-walk.ts';
import type { PixverseGallery } from '../domain/pixverse/gallery.ts';
import { builder } from './builder.ts';
import { UPSTREAM_READ } from './complexity.ts';
import { CONNECTION_COST, connectionArguments, connectionOf, toConnectionArguments } from './connection.ts';
import { loadPixverseImage } from './loaders.ts';
import { PIXVERSE_ID_DESCRIPTION, PixverseImage } from './pixverse-image.ts';

const PixverseImageConnection = connectionOf('PixverseImage', 'PixVerse images', PixverseImage, 'its id', {
  service: 'useapi.net',
  order: 'in the order of useapi.net, which is not documented',
});

builder.objectField(PixverseImageConnection, 'totalCount', (t) =>
  t.int({
    description: 'How many images the whole list has, not just this page. Null when useapi.net does not say.',
    resolve: (connection) => (connection as CountedConnection<unknown>).totalCount,
  }),
);

const Pixverse = builder.objectRef<PixverseGallery>('Pixverse').implement({
  description:
    "PixVerse, read through the operator's account at useapi.net. Nothing here costs credits. Errors that only PixVerse has come with codes that begin with `PIXVERSE_`, all others with those that Pictory's have, too.",
  fields: (t) => ({
    images: t.field({
      type: PixverseImageConnection,
      ...CONNECTION_COST,
      args: {
        ...connectionArguments('PixVerse images', {
          reading: 'useapi.net is read 50 at a time.',
          after:
            'Return what follows this cursor, which was got with the same `email`. Without it, the list starts at its beginning.',
        }),
        email: t.arg.string({
          description:
            'The e-mail address of the PixVerse account whose images are meant. Needed as soon as more than one is linked to the useapi.net account.',
        }),
      },
      description:
        'The images of a PixVerse account, those that are still being made among them. Paging on with `after` neither repeats nor skips an image, also while others come and go.',
      resolve: (pixverse, { email, ...page }, context) =>
        pixverse.listImages(toConnectionArguments(page), email ?? null, context.operation),
    }),
    image: t.field({
      type: PixverseImage,
      ...UPSTREAM_READ,
      args: {
        id: t.arg.id({ required: true, description: PIXVERSE_ID_DESCRIPTION }),
      },
      description:
        'One image by id, finished or not. Null when PixVerse knows none of that id, or it has been deleted. The last known state answers when it is final or younger than one poll interval (two while somebody watches the image); `observedAt` tells its age. To follow it until it is final, subscribe to `pixverseImageUpdated`.',
      resolve: (_pixverse, { id }, context) => loadPixverseImage(context, parseIdOf('PixverseImage', id)),
    }),
  }),
});

builder.queryField('pixverse', (t) =>
  t.field({
    type: Pixverse,
    description:
      'PixVerse through useapi.net. Null when the operator has configured no useapi.net token. Served only to callers whom this gateway itself has authenticated, by a gateway token or a JWT with the scope `read`, because it reads the account of the operator: others get the error `FORBIDDEN`.',
    resolve(_root, _arguments, { caller, pixverse }) {
      if (pixverse) requireGatewayCaller(caller, 'read');
      return pixverse;
    },
  }),
);
