import { durationSeconds } from '../domain/generation/duration.ts';
import type { JobOutput as JobOutputShape } from '../domain/job.ts';
import { builder } from './builder.ts';

const ImageOutput = builder.objectRef<JobOutputShape>('ImageOutput').implement({
  description: 'The result of an image job, as the job reports it.',
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', nullable: false, description: 'The picture, a PNG.' }),
    width: t.exposeInt('width', {
      description: 'Width in whole pixels. Null when Pictory does not give it.',
    }),
    height: t.exposeInt('height', {
      description: 'Height in whole pixels. Null when Pictory does not give it.',
    }),
  }),
});

const VideoOutput = builder.objectRef<JobOutputShape>('VideoOutput').implement({
  description: 'The result of a video job, as the job reports it.',
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', nullable: false, description: 'The video, an MP4.' }),
    width: t.exposeInt('width', {
      description: 'Width in whole pixels. Null when Pictory does not give it.',
    }),
    height: t.exposeInt('height', {
      description: 'Height in whole pixels. Null when Pictory does not give it.',
    }),
    duration: t.exposeString('duration', {
      description: 'Length as Pictory writes it, such as `8s`. Null when Pictory does not give it.',
    }),
    durationSeconds: t.float({
      description: 'Length in seconds. Null when `duration` is null or not written in seconds.',
      resolve: (output) => durationSeconds(output.duration),
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
        'The last frame, as a PNG: where a following video can start. Null when Pictory does not give it.',
    }),
  }),
});

/** What a finished job reports of its own result. */
export const JobOutput = builder.unionType('JobOutput', {
  types: [ImageOutput, VideoOutput],
  description: 'What a completed job reports of its result: less than the library knows, but at once.',
  resolveType: (output) => (output.kind === 'IMAGE' ? 'ImageOutput' : 'VideoOutput'),
});
