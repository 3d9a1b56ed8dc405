import type { VideoModel as VideoModelShape } from '../domain/generation/catalogue.ts';
import { builder } from './builder.ts';

const VideoModel = builder.objectRef<VideoModelShape>('VideoModel').implement({
  description: 'An engine that makes videos, and what can be asked of it.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: false, description: 'For `GenerateVideoInput.model`.' }),
    isDefault: t.exposeBoolean('isDefault', {
      nullable: false,
      description: 'Whether it is taken when a request names no model. True for exactly one.',
    }),
    aspectRatios: t.exposeStringList('aspectRatios', {
      nullable: false,
      description: 'For `GenerateVideoInput.aspectRatio`. The first is taken when a request names none.',
    }),
    durations: t.exposeStringList('durations', {
      nullable: false,
      description:
        'For `GenerateVideoInput.duration`, such as `8s`. The first is taken when a request names none. The price grows with it.',
    }),
    creditsPerSecond: t.exposeFloat('creditsPerSecond', {
      description: 'AI credits for one second of video, fractional. Null when the price is unknown.',
    }),
  }),
});

builder.queryField('videoModels', (t) =>
  t.field({
    type: [VideoModel],
    nullable: false,
    description:
      "The video engines to choose from, with their prices. Comes from the gateway's own catalogue: needs no credential and asks Pictory nothing.",
    resolve: (_root, _arguments, context) => context.catalogue.videoModels,
  }),
);
