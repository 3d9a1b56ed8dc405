import type { ImageModel as ImageModelShape } from '../domain/generation/catalogue.ts';
import { builder } from './builder.ts';

const ImageModel = builder.objectRef<ImageModelShape>('ImageModel').implement({
  description: 'An engine that makes images, and what can be asked of it.',
  fields: (t) => ({
    name: t.exposeString('name', { nullable: false, description: 'For `GenerateImageInput.model`.' }),
    isDefault: t.exposeBoolean('isDefault', {
      nullable: false,
      description: 'Whether it is taken when a request names no model. True for exactly one.',
    }),
    aspectRatios: t.exposeStringList('aspectRatios', {
      nullable: false,
      description: 'For `GenerateImageInput.aspectRatio`. The first is taken when a request names none.',
    }),
    styles: t.exposeStringList('styles', {
      nullable: false,
      description: 'For `GenerateImageInput.style`. A request that names none gets none.',
    }),
    creditsPerImage: t.exposeFloat('creditsPerImage', {
      description: 'AI credits for one image, fractional. Null when the price is unknown.',
    }),
  }),
});

builder.queryField('imageModels', (t) =>
  t.field({
    type: [ImageModel],
    nullable: false,
    description:
      "The image engines to choose from, with their prices. Comes from the gateway's own catalogue: needs no credential and asks Pictory nothing.",
    resolve: (_root, _arguments, context) => context.catalogue.imageModels,
  }),
);
