import { builder } from './builder.ts';
import { GENERATION_ERROR_NAMES, GENERATION_ERRORS } from './generation-errors.ts';
import { startedJobPayload } from './started-job.ts';

const GenerateImagePayload = startedJobPayload(
  'GenerateImagePayload',
  'Pictory has accepted the image: its job is under way, and its credits are spent or about to be.',
);

/** What can become of a request for an image. */
export const GenerateImageResult = builder.unionType('GenerateImageResult', {
  types: [GenerateImagePayload, ...GENERATION_ERRORS],
  description: 'What became of a request for an image: a job, or one of the ways in which there is none.',
  resolveType: ({ type }) => (type === 'started' ? 'GenerateImagePayload' : GENERATION_ERROR_NAMES[type]),
});
