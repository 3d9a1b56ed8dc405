import { createHash, timingSafeEqual } from 'node:crypto';
import type { Metrics } from '../metrics.ts';
import { Refusal } from '../refusal.ts';
import type { Secret } from '../secret.ts';
import { type Exchange, sendJson } from './exchange.ts';
import type { Route } from './server.ts';

/** Whether traffic should come here, and what the operator may want to know about it. */
export interface Readiness {
  ready: boolean;
  details: { readonly [name: string]: unknown };
}

/** What the operator's machines ask: does the process live, should it get traffic, how is it doing. */
export function createOperatorRoutes(options: {
  readiness: () => Readiness;
  metrics: Metrics;
  /** Needed as `Bearer` for `/metrics`; null: anybody may read them. */
  metricsToken: Secret | null;
}): ReadonlyMap<string, Route> {
  const { readiness, metrics, metricsToken } = options;
  return new Map<string, Route>([
    ['/health', forReading((exchange) => sendJson(exchange, 200, '{"status":"ok"}'))],
    [
      '/ready',
      forReading((exchange) => {
        const { ready, details } = readiness();
        sendJson(exchange, ready ? 200 : 503, JSON.stringify({ ready, ...details }));
      }),
    ],
    [
      '/metrics',
      forReading(async (exchange) => {
        if (metricsToken && !isBearer(exchange.request.headers.authorization, metricsToken)) {
          throw new Refusal(401, 'UNAUTHENTICATED', 'Send METRICS_TOKEN as "Authorization: Bearer …".', {
            'www-authenticate': 'Bearer',
          });
        }
        const { contentType, text } = await metrics.print();
        sendJson(exchange, 200, text, { 'content-type': contentType });
      }),
    ],
  ]);
}

function forReading(answer: Route): Route {
  return (exchange: Exchange) => {
    if (exchange.request.method === 'GET' || exchange.request.method === 'HEAD') return answer(exchange);
    throw new Refusal(405, 'BAD_REQUEST', 'This path is only read. Send it by GET.', { allow: 'GET, HEAD' });
  };
}

/** Hashes first, so that neither length nor time tells how close a guess is. */
function isBearer(authorization: string | undefined, token: Secret): boolean {
  const presented = /^bearer +(\S+)$/i.exec(authorization?.trim() ?? '')?.[1];
  if (presented === undefined) return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(presented), hash(token.reveal()));
}
