import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
} from 'graphql';
import { GatewayError } from '../domain/errors.ts';

/**
 * The dearest operation that is executed. Each selected field costs 1, times the items of the lists around it; fields
 * that ask Pictory cost more. A list of 1000 images with all of their fields is about 20,000; a wall of 100 images and
 * 100 videos about 5,000.
 */
export const MAX_COMPLEXITY = 50_000;

/** For a field that by itself makes the gateway ask Pictory. */
export const UPSTREAM_READ = { field: 50, multiplier: 1 };

/** For a field that looks in pages which, as a rule, have been read already. */
export const LIBRARY_LOOKUP = { field: 10, multiplier: 1 };

/** For a list whose length its parent has already paid for. */
export const PAID_BY_PARENT = { field: 1, multiplier: 1 };

/**
 * For a field that asks Pictory and gives `count` items.
 *
 * @param most what the field takes at most: beyond it, the resolver's own complaint is the better answer.
 */
export function perItem(count: number, most: number): { field: number; multiplier: number } {
  return { field: UPSTREAM_READ.field, multiplier: Math.max(1, Math.min(count, most)) };
}

/** An operation about to be executed; the names are those of graphql-js `execute`. */
interface OperationToExecute {
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName?: string | null | undefined;
  variableValues?: { readonly [name: string]: unknown } | null | undefined;
}

/**
 * The reason not to execute a valid document: `QUERY_TOO_COMPLEX`, or `BAD_USER_INPUT` where an argument cannot be
 * understood and so cannot be priced. Null when the operation may go on, and when its variables do not fit their types
 * or there is no such operation: the executor says so better.
 */
export function complexityError(operation: OperationToExecute): GatewayError | null {
  let cost: number | null;
  try {
    cost = measureComplexity(operation);
  } catch (error) {
    if (error instanceof GraphQLError)
      return new GatewayError('BAD_USER_INPUT', error.message, { cause: error });
    throw error;
  }
  if (cost === null || cost <= MAX_COMPLEXITY) return null;
  return new GatewayError(
    'QUERY_TOO_COMPLEX',
    `This operation costs ${cost} points of at most ${MAX_COMPLEXITY}: one for each field, times the items of each list around it. Ask for fewer items, fields or aliases at once.`,
  );
}

/**
 * What an operation costs. Null when it cannot be executed anyway: no such operation, or variables of the wrong type.
 *
 * @throws {GraphQLError} when an argument cannot be understood.
 */
export function measureComplexity(operation: OperationToExecute): number | null {
  const { schema, document, operationName } = operation;
  const variables = { ...operation.variableValues };
  const chosen = getOperationAST(document, operationName);
  if (
    !chosen ||
    getVariableValues(schema, chosen.variableDefinitions ?? [], variables, { maxErrors: 1 }).errors
  )
    return null;
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  return complexityFromQuery(
    { kind: Kind.DOCUMENT, definitions: [chosen, ...fragments] },
    { schema, variables },
  ).complexity;
}
