import { GraphQLError, type GraphQLErrorOptions } from 'graphql';
import type { GatewayError } from '../domain/errors.ts';

/**
 * A failure as GraphQL shows it: the message, and `extensions` with `code`, `retryable`, and `retryAfterSeconds` where
 * it is known how long to wait.
 *
 * @param place where in the document and the answer it belongs, when that is known.
 */
export function toGraphQLError(
  error: GatewayError,
  place: Pick<GraphQLErrorOptions, 'nodes' | 'source' | 'positions' | 'path'> = {},
): GraphQLError {
  return new GraphQLError(error.message, {
    ...place,
    originalError: error,
    extensions: {
      code: error.code,
      retryable: error.retryable,
      ...(error.retryAfterMs === null ? {} : { retryAfterSeconds: error.retryAfterMs / 1000 }),
    },
  });
}
