import type { ExecutionResult, GraphQLError } from 'graphql';
import type { ErrorCode } from '../domain/errors.ts';
import type { OperationOutcome } from './metrics.ts';
import type { Prepared } from './operations.ts';
import type { PresentError } from './present-errors.ts';
import { KEPT, type Result } from './result-text.ts';

/** Makes the result of an operation fit to be sent: its errors shown, the calls that it has cost counted. */
export function presentResult(
  presentError: PresentError,
  result: Result,
  { asker, contextValue: { operation } }: Prepared,
): Result {
  return {
    ...(result.errors && {
      errors: result.errors.map((error) =>
        presentError(error, { requestId: asker.requestId, abandoned: operation.signal.aborted }),
      ),
    }),
    ...('data' in result && { data: result.data }),
    [KEPT]: result[KEPT],
    extensions: { ...result.extensions, upstreamCalls: operation.upstreamCalls },
  };
}

/**
 * What is written down of a result that has been made fit to be sent. That a client has left is no fault of ours; mutations go on
 * without it, so what fails in them is.
 */
export function outcomeOf(
  { errors }: ExecutionResult,
  { type, contextValue: { operation } }: Prepared,
): OperationOutcome {
  if (!errors?.[0]) return 'OK';
  const code = codeOf(errors[0]);
  const isAbandoned = type !== 'mutation' && operation.signal.aborted;
  return code === 'INTERNAL_SERVER_ERROR' && isAbandoned ? 'ABANDONED' : code;
}

/** The code of an error that has been made fit to be sent. */
export function codeOf(error: GraphQLError): ErrorCode {
  return error.extensions.code as ErrorCode;
}
