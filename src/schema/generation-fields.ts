import {
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { GenerationTerms } from '../domain/generation/generation.ts';
import type { Context } from './context.ts';

/** Marks a mutation field that generates. Not by its name: `SUBGRAPH_PREFIX` may give it another. */
export function generating<Options extends { extensions: object }>(options: Options) {
  return { ...options, extensions: { ...options.extensions, isGeneration: true } };
}

type Info = Pick<GraphQLResolveInfo, 'schema' | 'operation' | 'fragments' | 'variableValues' | 'path'>;

/**
 * What holds for the generation field that is being resolved.
 *
 * The request's `Idempotency-Key` is for the only generation field of an operation, and only when none of its inputs
 * has a key of its own. Anything else is ambiguous, unless every input has its own key and the header is not needed.
 */
export function generationTerms(
  context: Context,
  info: Info,
  asked: {
    inputs: readonly { idempotencyKey?: string | null | undefined }[];
    maxCredits: number | null;
    of: 'input' | 'batch';
  },
): GenerationTerms {
  const { maxCredits, of } = asked;
  const header = context.idempotencyKeyHeader;
  const keyed = asked.inputs.filter((input) => input.idempotencyKey != null).length;
  if (header === null || (keyed > 0 && keyed === asked.inputs.length)) return { maxCredits, headerKey: null };
  const isOnlyField = generationKeys(info).length === 1;
  return { maxCredits, headerKey: isOnlyField && keyed === 0 ? { value: header, of } : 'ambiguous' };
}

/**
 * Whether what is being resolved lies within the first generation field of its operation: the one that may wait.
 * Mutations run one after the other, and waits in each of them would add up.
 */
export function isInFirstGenerationField(info: Info): boolean {
  let root = info.path;
  while (root.prev) root = root.prev;
  return generationKeys(info)[0] === root.key;
}

/** The response keys of an operation's generation fields, in the order in which they are executed. */
function generationKeys(info: Info): string[] {
  const fields = info.schema.getMutationType()?.getFields() ?? {};
  const keys = new Set<string>();
  const seenFragments = new Set<string>();
  const collect = (selections: SelectionSetNode | undefined) => {
    for (const selection of selections?.selections ?? []) {
      if (!isIncluded(selection, info.variableValues)) continue;
      if (selection.kind === Kind.FIELD) {
        if (fields[selection.name.value]?.extensions.isGeneration)
          keys.add((selection.alias ?? selection.name).value);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else if (!seenFragments.has(selection.name.value)) {
        seenFragments.add(selection.name.value);
        collect(info.fragments[selection.name.value]?.selectionSet);
      }
    }
  };
  collect(info.operation.selectionSet);
  return [...keys];
}

function isIncluded(selection: SelectionNode, variables: Info['variableValues']): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, selection, variables)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.if !== false
  );
}
