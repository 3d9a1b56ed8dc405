import { builder } from './builder.ts';
import { DESCRIPTIONS } from './generation-input.ts';

const VideoSourceInput = builder.inputType('VideoSourceInput', {
  isOneOf: true,
  description:
    'What a video is made from besides its prompt: exactly one of these. Pictory fetches the media itself: they must be readable without login or cookies.',
  fields: (t) => ({
    firstFrameImageUrl: t.field({ type: 'URL', description: 'A picture for the video to start with.' }),
    extendVideoUrl: t.field({ type: 'URL', description: 'A video to go on from, with a new segment.' }),
    referenceImageUrls: t.field({
      type: ['URL'],
      description: '1 to 3 pictures of the subjects that the video is to show.',
    }),
    continueVideo: t.id({
      description:
        'A video of your own to go on from: the global id `Video:…`, or `Job:…` of a finished job that made one. Its last frame becomes the first frame of the new video. Takes no bare Pictory id.',
    }),
  }),
});

/** What one video is made from. */
export const GenerateVideoInput = builder.inputType('GenerateVideoInput', {
  description:
    'What to make a video from. All of it is checked before anything is sent or spent; what is wrong comes back as `InvalidInputError`, with the accepted values. Videos have no `style`: say it in the prompt.',
  fields: (t) => ({
    prompt: t.string({ required: true, description: DESCRIPTIONS.prompt }),
    model: t.string({
      description: 'One of `videoModels`. Without it, the default one. Decides the price per second.',
    }),
    aspectRatio: t.string({ description: DESCRIPTIONS.aspectRatio }),
    duration: t.string({
      description:
        "One of the model's `durations`, such as `8s`. Without it, the first. The price grows with it.",
    }),
    source: t.field({
      type: VideoSourceInput,
      description:
        'A picture, a video or reference pictures to start from. Without it, the prompt is all there is.',
    }),
    webhook: t.field({ type: 'URL', description: DESCRIPTIONS.webhook }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
    maxCredits: t.float({ description: DESCRIPTIONS.maxCredits }),
  }),
});
