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

/** The points of a field that asks Pictory. */
const UPSTREAM_READ_COST = 50;
/** The points of one that looks in pages which, as a rule, have been read already. */
const LIBRARY_LOOKUP_COST = 10;

/** For a field that by itself makes the gateway ask Pictory. */
export const UPSTREAM_READ = {
  complexity: { field: UPSTREAM_READ_COST, multiplier: 1 },
  extensions: { directives: { cost: { weight: UPSTREAM_READ_COST } } },
};

/** For a field that looks in pages which, as a rule, have been read already. */
export const LIBRARY_LOOKUP = {
  complexity: { field: LIBRARY_LOOKUP_COST, multiplier: 1 },
  extensions: { directives: { cost: { weight: LIBRARY_LOOKUP_COST } } },
};

/** For a type whose objects routers ask for by a key. */
export const ENTITY_COST = { cost: { weight: LIBRARY_LOOKUP_COST } };

/** For a list whose length its parent has already paid for. */
export const PAID_BY_PARENT = { complexity: { field: 1, multiplier: 1 } };

/** For a field that asks Pictory for a list of unknown length. */
export function readOfAbout(count: number) {
  return { complexity: perItem(count, count), extensions: listOf(count) };
}

/**
 * For a field that asks Pictory for each entry of a list among its arguments.
 *
 * @param most entries the field takes: beyond it, the resolver's own complaint is the better answer.
 */
export function readOfEach<Name extends string>(argument: Name, most: number) {
  return {
    complexity: (asked: Record<Name, readonly unknown[]>) => perItem(asked[argument].length, most),
    extensions: listOf(most),
  };
}

/** For a connection field. The arguments are those of `connectionArguments`. */
export function readOfPage(defaultFirst: number, maxFirst: number) {
  const listSize = {
    slicingArguments: ['first'],
    sizedFields: ['edges', 'nodes'],
    requireOneSlicingArgument: false,
  };
  return {
    complexity: ({ first }: { first?: number | null | undefined }) =>
      perItem(first ?? defaultFirst, maxFirst),
    extensions: { directives: { cost: { weight: UPSTREAM_READ_COST }, listSize } },
  };
}

function perItem(count: number, most: number): { field: number; multiplier: number } {
  return { field: UPSTREAM_READ_COST, multiplier: Math.max(1, Math.min(count, most)) };
}

/** What routers are told of a list: they cannot count the entries of an argument. */
function listOf(assumedSize: number) {
  return { directives: { cost: { weight: UPSTREAM_READ_COST }, listSize: { assumedSize } } };
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
