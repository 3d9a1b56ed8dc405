import { builder } from './builder.ts';
import { GENERATION_ERROR_NAMES, GENERATION_ERRORS } from './generation-errors.ts';
import { startedJobPayload } from './started-job.ts';

const GenerateVideoPayload = startedJobPayload(
  'GenerateVideoPayload',
  'Pictory has accepted the video: its job is under way, and its credits are spent or about to be.',
);

/** What can become of a request for a video. */
export const GenerateVideoResult = builder.unionType('GenerateVideoResult', {
  types: [GenerateVideoPayload, ...GENERATION_ERRORS],
  description: 'What became of a request for a video: a job, or one of the ways in which there is none.',
  resolveType: ({ type }) => (type === 'started' ? 'GenerateVideoPayload' : GENERATION_ERROR_NAMES[type]),
});
