import { builder } from './builder.ts';
import { DESCRIPTIONS } from './generation-input.ts';

/** What one image is made from. */
export const GenerateImageInput = builder.inputType('GenerateImageInput', {
  description:
    'What to make an image from. All of it is checked before anything is sent or spent; what is wrong comes back as `InvalidInputError`, with the accepted values.',
  fields: (t) => ({
    prompt: t.string({ required: true, description: DESCRIPTIONS.prompt }),
    model: t.string({ description: 'One of `imageModels`. Without it, the default one. Decides the price.' }),
    aspectRatio: t.string({ description: DESCRIPTIONS.aspectRatio }),
    style: t.string({ description: "One of the model's `styles`, such as `vintage`. Without it, none." }),
    referenceImageUrl: t.field({
      type: 'URL',
      description:
        'A picture to model it on. Pictory fetches it: it must be readable without login or cookies.',
    }),
    webhook: t.field({ type: 'URL', description: DESCRIPTIONS.webhook }),
    idempotencyKey: t.string({ description: DESCRIPTIONS.idempotencyKey }),
    maxCredits: t.float({ description: DESCRIPTIONS.maxCredits }),
  }),
});
