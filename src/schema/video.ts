import { requireScope } from '../domain/caller.ts';
import { durationSeconds } from '../domain/generation/duration.ts';
import { parseIdOf, toGlobalId } from '../domain/global-id.ts';
import type { Video as VideoShape } from '../domain/library.ts';
import { Asset } from './asset.ts';
import { VideoFilter } from './asset-filter.ts';
import { builder } from './builder.ts';
import { UPSTREAM_READ } from './complexity.ts';
import { CONNECTION_COST, connectionArguments, connectionOf, toConnectionArguments } from './connection.ts';
import { loadVideo } from './loaders.ts';
import { ENTITY, Node } from './node.ts';
import { repeatable } from './repeatable.ts';

/** A finished video. */
export const Video = builder.objectRef<VideoShape>('Video').implement({
  interfaces: [Node, Asset],
  extensions: ENTITY,
  description: "A finished video of the account's library.",
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: "Global id: `Video:` and Pictory's id.",
      resolve: (video) => toGlobalId('Video', video.pictoryId),
    }),
    url: t.expose('url', {
      type: 'URL',
      nullable: false,
      description: 'The video itself, an MP4. It can be fetched without an API key.',
    }),
    model: t.exposeString('model', {
      description:
        'The engine that made it, as Pictory names it, such as `veo3.1_fast`. It may be one that `videoModels` does not list any more. Null when Pictory does not give it.',
    }),
    duration: t.exposeString('duration', {
      description:
        'Length as Pictory writes it, such as `8s`; it can be sent again as `GenerateVideoInput.duration`. Null when Pictory does not give it.',
    }),
    durationSeconds: t.float({
      description:
        'Length in seconds, for computing with. Null when `duration` is null or not written in seconds.',
      resolve: (video) => durationSeconds(video.duration),
    }),
    previewImageUrl: t.expose('previewImageUrl', {
      type: 'URL',
      description: "Pictory's preview picture of the video, a JPEG. Null when Pictory does not give it.",
    }),
    thumbnailImageUrl: t.expose('thumbnailImageUrl', {
      type: 'URL',
      description: "Pictory's thumbnail of the video, a JPEG. Null when Pictory does not give it.",
    }),
    lastFrameImageUrl: t.expose('lastFrameImageUrl', {
      type: 'URL',
      description:
        'The last frame, as a PNG: the `firstFrameImageUrl` of a video that goes on from here. `VideoSourceInput.continueVideo` does that by itself. Null when Pictory does not give it.',
    }),
    firstFrameImageUrl: t.expose('firstFrameImageUrl', {
      type: 'URL',
      description:
        'The picture it was made to start with, as given in the request. Null when there was none.',
    }),
    referenceImageUrls: t.expose('referenceImageUrls', {
      type: ['URL'],
      description:
        'The pictures whose subjects it was made to show, as given in the request. Null when there were none.',
    }),
    extendVideoUrl: t.expose('extendVideoUrl', {
      type: 'URL',
      description: 'The video that it was made to extend, as given in the request. Null when there was none.',
    }),
  }),
});

const VideoConnection = connectionOf('Video', 'videos', Video, 'its id, address or date');

builder.queryField('videos', (t) =>
  t.field({
    type: VideoConnection,
    ...repeatable(CONNECTION_COST),
    args: {
      ...connectionArguments('videos'),
      filter: t.arg({ type: VideoFilter, description: 'Only what fits. Without it, everything.' }),
    },
    description:
      'The finished videos of the account, newest first. Paging on with `after` neither repeats nor skips a video, also while new ones are being made.',
    resolve: (_root, { filter, ...page }, context) =>
      context.library.listVideos(
        requireScope(context.caller, 'read').tenant,
        { ...toConnectionArguments(page), filter },
        context.operation,
      ),
  }),
);

builder.queryField('video', (t) =>
  t.field({
    type: Video,
    ...UPSTREAM_READ,
    args: {
      id: t.arg.id({
        required: true,
        description: "`Video:…`, or Pictory's own id of the video (not of its job).",
      }),
    },
    description:
      'One video by id; null when the library has none of that id. It is searched for like `image`, with the same `LOOKUP_BUDGET_EXCEEDED`.',
    resolve: (_root, { id }, context) => loadVideo(context, parseIdOf('Video', id)),
  }),
);
