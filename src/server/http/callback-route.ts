import type { IncomingMessage } from 'node:http';
import type { Clock } from '../../clock.ts';
import type { Callbacks } from '../../domain/callbacks.ts';
import { GatewayError } from '../../domain/errors.ts';
import { toGraphQLError } from '../../schema/errors.ts';
import { describeError, type Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Refusal } from '../refusal.ts';
import { readJsonBody } from './body.ts';
import { sendJson } from './exchange.ts';
import type { Route } from './server.ts';

/** Below this path, each generation that Pictory may call back about has an address of its own. */
export const CALLBACKS_PATH = '/webhooks/pictory';

/** Far more than a job's envelope; what is longer, or slower, has nothing to tell. */
const BODY_LIMIT_BYTES = 64_000;
const BODY_TIMEOUT_MS = 5_000;

/**
 * Takes Pictory's calls. Whoever knows the address is answered 204, whatever the body; an address that was never given
 * out is 404, and 503 tells that it cannot be looked up now.
 */
export function createCallbackRoute(options: {
  callbacks: Pick<Callbacks, 'receive'>;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}): Route {
  const { callbacks, clock, log, metrics } = options;
  return async (exchange) => {
    const { request, path, requestId } = exchange;
    if (request.method !== 'POST') {
      throw new Refusal(405, 'BAD_REQUEST', 'Callbacks come by POST.', { allow: 'POST' });
    }
    const token = path.slice(CALLBACKS_PATH.length + 1);
    let isKnown: boolean;
    try {
      isKnown = await callbacks.receive(token, () => readInTime(request, clock));
    } catch (error) {
      log.warn({ requestId, error: describeError(error) }, 'a callback could not be looked up');
      metrics.callbackReceived('not-looked-up');
      throw new Refusal(
        503,
        'UPSTREAM_UNAVAILABLE',
        'This callback cannot be looked up now. Send it again.',
        {
          'retry-after': '5',
          connection: 'close',
        },
      );
    }
    metrics.callbackReceived(isKnown ? 'known' : 'unknown');
    if (!isKnown) {
      // Not a line in the log for each: anybody may try.
      const error = new GatewayError('BAD_REQUEST', 'No callback is expected here.');
      sendJson(exchange, 404, JSON.stringify({ errors: [toGraphQLError(error)] }), { connection: 'close' });
      return;
    }
    // What has not been read of the body is nobody's business: the connection goes with it.
    const unread = request.complete ? {} : { connection: 'close' };
    exchange.writeHead(204, { 'cache-control': 'private, no-store', ...unread }).end();
  };
}

async function readInTime(request: IncomingMessage, clock: Clock): Promise<unknown> {
  const read = new AbortController();
  const tooSlow = clock.sleep(BODY_TIMEOUT_MS, read.signal).then(() => {
    throw new Error('The body of a callback was too slow.');
  });
  try {
    return await Promise.race([readJsonBody(request, BODY_LIMIT_BYTES), tooSlow]);
  } finally {
    read.abort();
    tooSlow.catch(() => {});
  }
}
