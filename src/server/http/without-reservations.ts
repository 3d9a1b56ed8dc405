import { Refusal } from '../refusal.ts';
import type { Route } from './server.ts';

/**
 * The endpoint of shared event streams where several processes serve the port: a stream that is reserved lives in one of
 * them, and what belongs to it would come to any. What needs no reservation is answered as ever.
 */
export function withoutReservations(answer: Route): Route {
  return (exchange) => {
    if (exchange.request.method !== 'PUT') return answer(exchange);
    throw new Refusal(
      405,
      'BAD_REQUEST',
      'Several processes serve this port (WEB_CONCURRENCY), so no event stream can be reserved. Send each operation to /graphql, with "accept: text/event-stream".',
      { allow: 'POST, GET, DELETE, OPTIONS' },
    );
  };
}
