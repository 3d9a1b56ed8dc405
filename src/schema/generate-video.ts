import { requireScope } from '../domain/caller.ts';
import { builder } from './builder.ts';
import { UPSTREAM_READ } from './complexity.ts';
import { GenerateVideoInput } from './generate-video-input.ts';
import { GenerateVideoResult } from './generate-video-result.ts';
import { generating, generationTerms } from './generation-fields.ts';

builder.mutationField('generateVideo', (t) =>
  t.field({
    type: GenerateVideoResult,
    ...generating(UPSTREAM_READ),
    args: {
      input: t.arg({ type: GenerateVideoInput, required: true, description: 'What to make it from.' }),
    },
    description:
      'Starts a video, and spends its AI credits (`estimateVideoCredits` tells how many: it can be more than a hundred). Answers as soon as Pictory has accepted it; the video comes minutes later: watch `jobUpdated`. Never sent twice by the gateway; to repeat a request safely yourself, give it an `idempotencyKey`. Needs the scope `generate`. Null only with an error beside it, such as `UNAUTHENTICATED`, `FORBIDDEN` or `BAD_USER_INPUT`: then nothing was sent.',
    resolve: async (_root, { input }, context, info) => {
      const identity = requireScope(context.caller, 'generate');
      const terms = generationTerms(context, info, { inputs: [input], maxCredits: null, of: 'input' });
      const [result] = await context.studio.generateVideos(identity, [input], terms, context.operation);
      return result;
    },
  }),
);
