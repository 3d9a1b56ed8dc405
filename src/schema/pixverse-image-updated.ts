import { requireGatewayCaller } from '../domain/caller.ts';
import { ERROR_CODES, GatewayError } from '../domain/errors.ts';
import { parseIdOf } from '../domain/global-id.ts';
import { builder } from './builder.ts';
import { UPSTREAM_READ } from './complexity.ts';
import { PIXVERSE_ID_DESCRIPTION, PixverseImage } from './pixverse-image.ts';
import { stateOfEvent, toWorkEvents } from './work-events.ts';

builder.subscriptionField('pixverseImageUpdated', (t) =>
  t.field({
    type: PixverseImage,
    nullable: false,
    ...UPSTREAM_READ,
    args: {
      id: t.arg.id({ required: true, description: PIXVERSE_ID_DESCRIPTION }),
    },
    description:
      'One PixVerse image from now on: its state at once, then each change, the final state exactly once, then completion. useapi.net is asked every 10 seconds or so, once for all who watch. An unknown image is the error `PIXVERSE_IMAGE_NOT_FOUND`, a gateway without PixVerse `PIXVERSE_NOT_CONFIGURED`; after half an hour it ends with `JOB_WATCH_LIMIT`: subscribe again. For the same callers as `pixverse`.',
    subscribe: (_root, { id }, { caller, operation, pixverse }) => {
      if (!pixverse) {
        throw new GatewayError('PIXVERSE_NOT_CONFIGURED', ERROR_CODES.PIXVERSE_NOT_CONFIGURED.meaning);
      }
      requireGatewayCaller(caller, 'read');
      const imageId = pixverse.parseImageId(parseIdOf('PixverseImage', id));
      return toWorkEvents(pixverse.watchImage(imageId, operation.signal));
    },
    resolve: (event, _arguments, context) => stateOfEvent(context, event),
  }),
);
