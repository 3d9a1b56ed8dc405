import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { GatewayError } from '../../domain/errors.ts';
import { toGraphQLError } from '../../schema/errors.ts';
import { describeError, type Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { maskedError } from '../present-errors.ts';
import { Refusal } from '../refusal.ts';
import { Exchange, sendJson } from './exchange.ts';

/** Answers the requests of one path. Whatever it throws is answered and logged for it. */
export type Route = (exchange: Exchange) => Promise<void> | void;

/** Headers must be there in 10 s and the body in 30, so that slow senders cannot hold all connections. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
/** Longer than the 60 s of common load balancers, which must be the ones to close an idle connection. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/**
 * An HTTP server over a table of routes, by path.
 *
 * @param options.first is asked before the table; true: it has answered.
 * @param options.routes keys are exact paths, or end with `/*` for any one segment. A path that is not there is answered
 *   by 404.
 */
export function createHttpServer(options: {
  first: (exchange: Exchange) => Promise<boolean>;
  routes: ReadonlyMap<string, Route>;
  log: Log;
  metrics: Metrics;
}): Server {
  const { routes, log, metrics } = options;

  const refuse = (exchange: Exchange, refusal: Refusal) => {
    const { request, response, requestId } = exchange;
    metrics.requestRefused(refusal.code, refusal.status);
    log.info(
      {
        requestId,
        method: request.method,
        // Only known paths: what else stands in an address may be anything, a key included.
        path: routes.has(exchange.path) ? exchange.path : null,
        status: refusal.status,
        code: refusal.code,
      },
      'request refused',
    );
    if (!response.headersSent) sendError(exchange, refusal.status, refusal, refusal.headers);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const exchange = new Exchange(request, response);
    try {
      if (await options.first(exchange)) return;
      const route = routes.get(exchange.path) ?? routes.get(exchange.path.replace(/[^/]+$/, '*'));
      if (!route)
        throw new Refusal(404, 'BAD_REQUEST', 'There is nothing at this path. GraphQL is at /graphql.');
      await route(exchange);
    } catch (error) {
      if (error instanceof Refusal) return refuse(exchange, error);
      if (error instanceof GatewayError && error.code === 'BAD_REQUEST') {
        return refuse(exchange, new Refusal(400, error.code, error.message));
      }
      // A client that leaves in the middle of its request is no fault of anybody's.
      if (request.destroyed && !request.complete) return;
      log.error({ requestId: exchange.requestId, error: describeError(error) }, 'unexpected error');
      if (response.headersSent) response.destroy();
      else sendError(exchange, 500, maskedError(exchange.requestId), {});
    }
  };

  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: 5_000,
      // Notices a peer that has vanished without a word.
      keepAlive: true,
      keepAliveInitialDelay: 30_000,
      // Some clients offer HTTP/2 with each request; that is answered as if they had not.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => void answer(request, response),
  );
  server.on('clientError', answerBrokenRequest);
  return server;
}

/** A GraphQL-shaped error as a JSON answer. */
function sendError(
  exchange: Exchange,
  status: number,
  error: GatewayError,
  headers: Readonly<Record<string, string>>,
): void {
  sendJson(exchange, status, JSON.stringify({ errors: [toGraphQLError(error)] }), headers);
}

/** For what is not even HTTP, or does not come in time: there is no response to answer with. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, message, retryable } = BROKEN_REQUESTS.get(error.code ?? '') ?? NOT_HTTP;
  const refusal = new GatewayError('BAD_REQUEST', message, { retryable });
  const body = JSON.stringify({ errors: [toGraphQLError(refusal)] });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const NOT_HTTP = {
  status: '400 Bad Request',
  message: 'The request is not HTTP/1.1 as this server takes it.',
  retryable: false,
};

const BROKEN_REQUESTS = new Map([
  [
    'HPE_HEADER_OVERFLOW',
    {
      status: '431 Request Header Fields Too Large',
      message: 'The headers of the request are too long. Send fewer or shorter ones.',
      retryable: false,
    },
  ],
  [
    'ERR_HTTP_REQUEST_TIMEOUT',
    {
      status: '408 Request Timeout',
      message: `The request did not come in time: headers within ${HEADERS_TIMEOUT_MS / 1000} s, all of it within ${REQUEST_TIMEOUT_MS / 1000} s. Send it again.`,
      retryable: true,
    },
  ],
]);
