import type { AssetFilterInput as AssetFilterShape } from '../domain/asset-filter.ts';
import { builder } from './builder.ts';

const AssetKind = builder.enumType('AssetKind', {
  description: 'What a library holds.',
  values: {
    IMAGE: { value: 'image', description: 'Pictures.' },
    VIDEO: { value: 'video', description: 'Videos.' },
  } as const,
});

type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

function commonFields(t: InputFields) {
  return {
    models: t.stringList({
      description: 'Made by one of these engines, named as in `model`, such as `seedream3.0`.',
    }),
    aspectRatios: t.stringList({
      description: 'Asked for in one of these ratios, such as `16:9`.',
    }),
    createdAfter: t.field({
      type: 'DateTime',
      description:
        'Created at this time or later. Ends the search there, so that it saves reading what is older. ISO 8601; without a zone, UTC.',
    }),
    createdBefore: t.field({
      type: 'DateTime',
      description:
        'Created earlier than this time, and not at it. Has to be later than `createdAfter`. ISO 8601; without a zone, UTC.',
    }),
    promptContains: t.string({
      description:
        'With this text somewhere in the prompt, in capitals or not. Not empty, at most 500 characters.',
    }),
  };
}

function stylesField(t: InputFields, beside: string) {
  return t.stringList({ description: `Asked for in one of these styles, such as \`vintage\`.${beside}` });
}

const ABOUT_FILTERS =
  "All that is given has to hold; of a list, one value has to match exactly. What is absent or null holds for everything; a list has 1 to 100 values. An item of which Pictory does not tell the value does not match. Pictory itself cannot search: the gateway looks through the list and stops after so many pages, fewer than without a filter; see the connection's `truncated`.";

/** Which images a connection is to have. */
export const ImageFilter = builder.inputType('ImageFilter', {
  description: `Which images to list. ${ABOUT_FILTERS}`,
  fields: (t) => ({ ...commonFields(t), styles: stylesField(t, '') }),
});

/** Which videos a connection is to have. */
export const VideoFilter = builder.inputType('VideoFilter', {
  description: `Which videos to list. Videos have no style. ${ABOUT_FILTERS}`,
  fields: commonFields,
});

/** Which assets a connection is to have. */
export const AssetFilter = builder.inputRef<AssetFilterShape>('AssetFilter').implement({
  description: `Which images and videos to list. ${ABOUT_FILTERS}`,
  fields: (t) => ({
    kinds: t.field({
      type: [AssetKind],
      description: 'Only these kinds. The list of the other is not read.',
    }),
    ...commonFields(t),
    styles: stylesField(t, ' Videos have none, and so do not match.'),
  }),
});
