import type { Image, Video } from '../domain/library.ts';
import { builder } from './builder.ts';
import { Node, typenameOf } from './node.ts';

/** What images and videos have in common. */
export const Asset = builder.interfaceRef<Image | Video>('Asset').implement({
  interfaces: [Node],
  description:
    "A finished image or video of the account's library. What is still being made, or has failed, is a `Job` and not in the library.",
  resolveType: typenameOf,
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description: "Global id: `Image:` or `Video:`, and Pictory's id.",
    }),
    pictoryId: t.exposeString('pictoryId', {
      nullable: false,
      description:
        "Pictory's own id of the asset, without prefix. It is not the id of the job that made it: Pictory does not connect the two.",
    }),
    url: t.expose('url', {
      type: 'URL',
      nullable: false,
      description:
        'The media file itself: a PNG picture for an image, an MP4 for a video. It can be fetched without an API key.',
    }),
    createdDate: t.expose('createdDate', {
      type: 'DateTime',
      nullable: false,
      description:
        'When Pictory created it. Lists follow it, newest first, though Pictory is not exact about it to the minute.',
    }),
    prompt: t.exposeString('prompt', {
      description: 'The text it was made from. Null when Pictory does not give it.',
    }),
    model: t.exposeString('model', {
      description:
        'The engine that made it, as Pictory names it, such as `seedream3.0`. It may be one that neither `imageModels` nor `videoModels` lists any more. Null when Pictory does not give it.',
    }),
    aspectRatio: t.exposeString('aspectRatio', {
      description:
        'The ratio that was asked for, such as `16:9`. `width` and `height` may say otherwise: do not compute one from the other. Null when Pictory does not give it.',
    }),
    width: t.exposeInt('width', {
      description: 'Width in whole pixels. Null when Pictory does not give it.',
    }),
    height: t.exposeInt('height', {
      description: 'Height in whole pixels. Null when Pictory does not give it.',
    }),
  }),
});
