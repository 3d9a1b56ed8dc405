import type { InputIssue as InputIssueShape } from '../domain/generation/generation.ts';
import { builder } from './builder.ts';

/** What the failures among the members of the result unions share. */
export const PictoryError = builder.interfaceRef<{ message: string }>('PictoryError').implement({
  description:
    'What all expected failures of mutations share, those that Pictory reports and those that the gateway finds itself. Selecting `... on PictoryError` covers every one of them, also those that are added later.',
  fields: (t) => ({
    message: t.exposeString('message', {
      nullable: false,
      description:
        'What happened and what to do about it, for a person. Decide by type or `code`, not by this text.',
    }),
    code: t.string({
      nullable: false,
      description: 'For programs: one fixed code per type, such as `INVALID_INPUT`.',
    }),
  }),
});

/** One fault of an input, found here or by Pictory. */
export const InputIssue = builder.objectRef<InputIssueShape>('InputIssue').implement({
  description: 'One fault of an input.',
  fields: (t) => ({
    path: t.exposeStringList('path', {
      nullable: false,
      description:
        'Where in the input: names of fields and indexes of lists, such as `["source", "referenceImageUrls", "2"]`. Empty when it is about the input as a whole.',
    }),
    message: t.exposeString('message', {
      nullable: false,
      description: 'What is wrong with it, for a person.',
    }),
    accepted: t.exposeStringList('accepted', {
      description: 'All the values that would be taken. Null where they cannot be listed.',
    }),
  }),
});
