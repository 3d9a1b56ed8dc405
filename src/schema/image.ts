import { requireScope } from '../domain/caller.ts';
import { parseIdOf, toGlobalId } from '../domain/global-id.ts';
import type { Image as ImageShape } from '../domain/library.ts';
import { Asset } from './asset.ts';
import { ImageFilter } from './asset-filter.ts';
import { builder } from './builder.ts';
import { UPSTREAM_READ } from './complexity.ts';
import { CONNECTION_COST, connectionArguments, connectionOf, toConnectionArguments } from './connection.ts';
import { loadImage } from './loaders.ts';
import { ENTITY, Node } from './node.ts';
import { repeatable } from './repeatable.ts';

/** A finished image. */
export const Image = builder.objectRef<ImageShape>('Image').implement({
  interfaces: [Node, Asset],
  extensions: ENTITY,
  description: "A finished image of the account's library.",
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: "Global id: `Image:` and Pictory's id.",
      resolve: (image) => toGlobalId('Image', image.pictoryId),
    }),
    url: t.expose('url', {
      type: 'URL',
      nullable: false,
      description: 'The picture itself, a PNG. It can be fetched without an API key.',
    }),
    model: t.exposeString('model', {
      description:
        'The engine that made it, as Pictory names it, such as `seedream3.0`. It may be one that `imageModels` does not list any more. Null when Pictory does not give it.',
    }),
    style: t.exposeString('style', {
      description: 'The style that was asked for, such as `vintage`. Null when none was.',
    }),
    referenceImageUrl: t.expose('referenceImageUrl', {
      type: 'URL',
      description: 'The picture it was modelled on, as given in the request. Null when there was none.',
    }),
  }),
});

const ImageConnection = connectionOf('Image', 'images', Image, 'its id, address or date');

builder.queryField('images', (t) =>
  t.field({
    type: ImageConnection,
    ...repeatable(CONNECTION_COST),
    args: {
      ...connectionArguments('images'),
      filter: t.arg({ type: ImageFilter, description: 'Only what fits. Without it, everything.' }),
    },
    description:
      'The finished images of the account, newest first. Paging on with `after` neither repeats nor skips an image, also while new ones are being made.',
    resolve: (_root, { filter, ...page }, context) =>
      context.library.listImages(
        requireScope(context.caller, 'read').tenant,
        { ...toConnectionArguments(page), filter },
        context.operation,
      ),
  }),
);

builder.queryField('image', (t) =>
  t.field({
    type: Image,
    ...UPSTREAM_READ,
    args: {
      id: t.arg.id({
        required: true,
        description: "`Image:…`, or Pictory's own id of the image (not of its job).",
      }),
    },
    description:
      'One image by id; null when the library has none of that id. Pictory cannot be asked for a single image: what the gateway has not seen pass by it searches for through the list, newest first. In a very large library that may end in `LOOKUP_BUDGET_EXCEEDED`; repeating then goes on where the search stopped.',
    resolve: (_root, { id }, context) => loadImage(context, parseIdOf('Image', id)),
  }),
);
