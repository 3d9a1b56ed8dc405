import { createClient } from 'graphql-ws';
import { Observable, type SubscribeFunction } from 'relay-runtime';
import type { Credential } from './credential.ts';
import { type AnsweredError, errorOfAnswer, GatewayError, networkLost } from './gateway-error.ts';

/**
 * How subscriptions are sent: all over one WebSocket, which opens with the first and closes after the last.
 *
 * A lost connection is made again and its subscriptions with it. That loses nothing, because the gateway begins each one
 * with the state of now.
 */
export function createSubscribeOperation(credential: Credential): SubscribeFunction {
  const client = createClient({
    url: new URL('/graphql', location.href).href.replace(/^http/, 'ws'),
    connectionParams: credential,
    retryAttempts: RETRIES,
    shouldRetry: () => true,
  });

  return ({ name, text }, variables) =>
    Observable.create((sink) =>
      client.subscribe(
        { query: text ?? '', operationName: name, variables },
        {
          // An error ends a subscription of the gateway, also one that comes inside of a result.
          next({ data, errors }) {
            if (data) sink.next({ data });
            else sink.error(errorOfAnswer((errors ?? []) as readonly AnsweredError[]));
          },
          error: (cause) => sink.error(toError(cause)),
          complete: sink.complete,
        },
      ),
    );
}

/** With the pauses between them, which double from a second on, about half a minute. Then the person is asked. */
const RETRIES = 5;

/** @param cause the gateway's errors; or the event by which the socket closed; or what kept it from opening. */
function toError(cause: unknown): GatewayError {
  if (Array.isArray(cause)) return errorOfAnswer(cause);
  const refusesCaller = cause instanceof CloseEvent && (cause.code === 4401 || cause.code === 4403);
  return refusesCaller ? new GatewayError('UNAUTHENTICATED', cause.reason) : networkLost(cause);
}
