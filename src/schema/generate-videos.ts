import { requireScope } from '../domain/caller.ts';
import { MAX_BATCH } from '../domain/generation/generation.ts';
import { builder } from './builder.ts';
import { readOfEach } from './complexity.ts';
import { GenerateVideoInput } from './generate-video-input.ts';
import { GenerateVideoResult } from './generate-video-result.ts';
import { generating, generationTerms } from './generation-fields.ts';
import { DESCRIPTIONS } from './generation-input.ts';

builder.mutationField('generateVideos', (t) =>
  t.field({
    type: [GenerateVideoResult],
    ...generating(readOfEach('inputs', MAX_BATCH)),
    args: {
      inputs: t.arg({ type: [GenerateVideoInput], required: true, description: DESCRIPTIONS.inputs }),
      maxCredits: t.arg.float({ description: DESCRIPTIONS.batchMaxCredits }),
    },
    description:
      'Starts many videos, each a job of its own with its own price. One result per input, in the same order: what happens to one does not touch the others. Needs the scope `generate`. Null only with an error beside it, such as `UNAUTHENTICATED`, `FORBIDDEN` or `BAD_USER_INPUT`: then nothing was sent.',
    resolve: (_root, { inputs, maxCredits }, context, info) =>
      context.studio.generateVideos(
        requireScope(context.caller, 'generate'),
        inputs,
        generationTerms(context, info, { inputs, maxCredits: maxCredits ?? null, of: 'batch' }),
        context.operation,
      ),
  }),
);
