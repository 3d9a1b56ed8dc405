import { createClient } from 'graphql-ws';
import { Observable, type SubscribeFunction } from 'relay-runtime';
import type { Credential } from './credential.ts';
import { type AnsweredError, networkLost, toGatewayError } from './gateway-error.ts';

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

  return ({ id, name, text }, variables) =>
    Observable.create((sink) =>
      client.subscribe(
        { query: text ?? id ?? '', operationName: name, variables },
        {
          // An error ends a subscription of the gateway, also one that comes inside of a result.
          next: (result) =>
            result.data
              ? sink.next({ data: result.data })
              : sink.error(toGatewayError(toList(result.errors))),
          error: (cause) => sink.error(Array.isArray(cause) ? toGatewayError(cause) : networkLost(cause)),
          complete: sink.complete,
        },
      ),
    );
}

/** With the pauses between them, which double from a second on, about half a minute. Then the person is asked. */
const RETRIES = 5;

function toList(errors: unknown): readonly AnsweredError[] {
  return Array.isArray(errors) ? errors : [];
}
