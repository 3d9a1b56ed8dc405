import { requireScope } from '../domain/caller.ts';
import { MAX_BATCH } from '../domain/generation/generation.ts';
import { builder } from './builder.ts';
import { readOfEach } from './complexity.ts';
import { GenerateImageInput } from './generate-image-input.ts';
import { GenerateImageResult } from './generate-image-result.ts';
import { generating, generationTerms } from './generation-fields.ts';
import { DESCRIPTIONS } from './generation-input.ts';

builder.mutationField('generateImages', (t) =>
  t.field({
    type: [GenerateImageResult],
    ...generating(readOfEach('inputs', MAX_BATCH)),
    args: {
      inputs: t.arg({ type: [GenerateImageInput], required: true, description: DESCRIPTIONS.inputs }),
      maxCredits: t.arg.float({ description: DESCRIPTIONS.batchMaxCredits }),
    },
    description:
      'Starts many images, each a job of its own with its own price. One result per input, in the same order: what happens to one does not touch the others. Needs the scope `generate`. Null only with an error beside it, such as `UNAUTHENTICATED`, `FORBIDDEN` or `BAD_USER_INPUT`: then nothing was sent.',
    resolve: (_root, { inputs, maxCredits }, context, info) =>
      context.studio.generateImages(
        requireScope(context.caller, 'generate'),
        inputs,
        generationTerms(context, info, { inputs, maxCredits: maxCredits ?? null, of: 'batch' }),
        context.operation,
      ),
  }),
);
