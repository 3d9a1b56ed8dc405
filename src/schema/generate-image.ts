import { requireScope } from '../domain/caller.ts';
import { builder } from './builder.ts';
import { UPSTREAM_READ } from './complexity.ts';
import { GenerateImageInput } from './generate-image-input.ts';
import { GenerateImageResult } from './generate-image-result.ts';
import { generating, generationTerms } from './generation-fields.ts';

builder.mutationField('generateImage', (t) =>
  t.field({
    type: GenerateImageResult,
    ...generating(UPSTREAM_READ),
    args: {
      input: t.arg({ type: GenerateImageInput, required: true, description: 'What to make it from.' }),
    },
    description:
      'Starts an image, and spends its AI credits (`estimateImageCredits` tells how many). Answers as soon as Pictory has accepted it; the image comes later: watch `jobUpdated`, or select `job(waitSeconds: …)`. Never sent twice by the gateway; to repeat a request safely yourself, give it an `idempotencyKey`. Needs the scope `generate`. Null only with an error beside it, such as `UNAUTHENTICATED`, `FORBIDDEN` or `BAD_USER_INPUT`: then nothing was sent.',
    resolve: async (_root, { input }, context, info) => {
      const identity = requireScope(context.caller, 'generate');
      const terms = generationTerms(context, info, { inputs: [input], maxCredits: null, of: 'input' });
      const [result] = await context.studio.generateImages(identity, [input], terms, context.operation);
      return result;
    },
  }),
);
