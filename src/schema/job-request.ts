import type { JobRequest as JobRequestShape } from '../domain/job.ts';
import { builder } from './builder.ts';

/** What was asked of a job that this gateway started. */
export const JobRequest = builder.objectRef<JobRequestShape>('JobRequest').implement({
  description:
    'What was asked of a job when it was started through this gateway. Each value can be sent again in a new request.',
  fields: (t) => ({
    prompt: t.exposeString('prompt', {
      nullable: false,
      description: 'The text to make it from, unchanged.',
    }),
    model: t.exposeString('model', {
      nullable: false,
      description: 'The engine that was chosen, also where the request left the choice to the default.',
    }),
    aspectRatio: t.exposeString('aspectRatio', {
      description:
        "Such as `16:9`. Null when the choice was left to Pictory, which then takes the model's first.",
    }),
    style: t.exposeString('style', { description: 'Images only. Null when none was asked for.' }),
    duration: t.exposeString('duration', {
      description: 'Videos only: the length, such as `8s`. Null for images.',
    }),
    referenceImageUrl: t.expose('referenceImageUrl', {
      type: 'URL',
      description: 'Images only: the picture to model it on. Null when there was none.',
    }),
    firstFrameImageUrl: t.expose('firstFrameImageUrl', {
      type: 'URL',
      description:
        'Videos only: the picture to start with, also when it came of `continueVideo`. Null when there was none.',
    }),
    extendVideoUrl: t.expose('extendVideoUrl', {
      type: 'URL',
      description: 'Videos only: the video to extend. Null when there was none.',
    }),
    referenceImageUrls: t.expose('referenceImageUrls', {
      type: ['URL'],
      description: 'Videos only: the pictures whose subjects to show. Null when there were none.',
    }),
  }),
});
