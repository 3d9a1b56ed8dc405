import { GraphQLError } from 'graphql';
import { type ErrorCode, GatewayError } from '../domain/errors.ts';
import { toGraphQLError } from '../schema/errors.ts';
import { describeError, type Log } from './log.ts';

/** Where and for whom an error is shown. */
export interface ErrorPlace {
  requestId: string;
  /** True when nobody waits for the answer any more: what then fails is not worth a line in the log. */
  abandoned: boolean;
  /** The code of a GraphQLError that has none of ours: what the document or the variables are blamed with. */
  blame?: ErrorCode;
}

/** Makes an error fit to be sent: with a code of the table, and with nothing in it that was not written for clients. */
export type PresentError = (error: unknown, place: ErrorPlace) => GraphQLError;

/**
 * @param options.suggestions whether messages may suggest names of the schema; not where introspection is off.
 */
export function createErrorPresenter(options: { log: Log; suggestions: boolean }): PresentError {
  const { log, suggestions } = options;

  return (error, place) => {
    const where = error instanceof GraphQLError ? placeOf(error) : {};
    const original = originalOf(error);
    if (original instanceof GatewayError) return toGraphQLError(original, where);

    const blame = place.blame ?? (isArgumentFault(original) ? 'BAD_USER_INPUT' : null);
    if (original instanceof GraphQLError && blame) {
      const message = suggestions ? original.message : original.message.replace(/ ?Did you mean .+\?$/, '');
      return toGraphQLError(new GatewayError(blame, message, { cause: original }), where);
    }

    if (!place.abandoned) {
      const path = error instanceof GraphQLError ? error.path?.join('.') : undefined;
      log.error({ requestId: place.requestId, path, error: describeError(original) }, 'unexpected error');
    }
    return toGraphQLError(maskedError(place.requestId), where);
  };
}

/** What a client is told of a fault that is ours. */
export function maskedError(requestId: string): GatewayError {
  return new GatewayError(
    'INTERNAL_SERVER_ERROR',
    `Something went wrong inside the gateway. Report it with the request id ${requestId}.`,
  );
}

/** graphql-js wraps what a resolver throws, sometimes twice. */
function originalOf(error: unknown): unknown {
  let original = error;
  while (original instanceof GraphQLError && original.originalError) original = original.originalError;
  return original;
}

/**
 * Of the errors graphql-js itself raises during execution, those about arguments point at the document and are the
 * client's; those about results that do not fit their types do not, and are ours.
 */
function isArgumentFault(error: unknown): boolean {
  return error instanceof GraphQLError && Boolean(error.nodes?.length);
}

function placeOf(error: GraphQLError) {
  return { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path };
}
