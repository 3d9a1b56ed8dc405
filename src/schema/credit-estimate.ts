import type { CreditEstimate as CreditEstimateShape } from '../domain/generation/catalogue.ts';
import { builder } from './builder.ts';

const CreditEstimate = builder.objectRef<CreditEstimateShape>('CreditEstimate').implement({
  description:
    "What a generation would cost by the gateway's catalogue. To be safe from a price that has changed since, send `maxCredits` with the mutation.",
  fields: (t) => ({
    credits: t.exposeFloat('credits', {
      description:
        'AI credits for all of them together, fractional. Null when the price is unknown, which is not free.',
    }),
    model: t.exposeString('model', { nullable: false, description: 'The engine that was priced.' }),
    count: t.exposeInt('count', { nullable: false, description: 'How many were priced.' }),
  }),
});

builder.queryField('estimateImageCredits', (t) =>
  t.field({
    type: CreditEstimate,
    args: {
      model: t.arg.string({ description: 'One of `imageModels`. Without it, the default one.' }),
      count: t.arg.int({ defaultValue: 1, description: 'How many images, from 1 to 1000.' }),
    },
    description:
      'What images would cost, before anything is spent. Needs no credential and asks Pictory nothing. A model that is not in `imageModels`, or a count out of range, is the error `BAD_USER_INPUT`; only then is it null.',
    resolve: (_root, asked, context) => context.catalogue.estimateImageCredits(asked),
  }),
);

builder.queryField('estimateVideoCredits', (t) =>
  t.field({
    type: CreditEstimate,
    args: {
      model: t.arg.string({ description: 'One of `videoModels`. Without it, the default one.' }),
      duration: t.arg.string({
        description: "One of the model's `durations`, such as `8s`. Without it, the model's first.",
      }),
      count: t.arg.int({ defaultValue: 1, description: 'How many videos, from 1 to 1000.' }),
    },
    description:
      'What videos would cost, before anything is spent. Needs no credential and asks Pictory nothing. A model that is not in `videoModels`, a duration that the model does not offer, or a count out of range is the error `BAD_USER_INPUT`; only then is it null.',
    resolve: (_root, asked, context) => context.catalogue.estimateVideoCredits(asked),
  }),
);
