import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { toGraphQLError } from '../../schema/errors.ts';
import { describeError, type Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import { Refusal } from '../refusal.ts';
import type { AcceptWebSocket } from '../websocket.ts';
import { refuseForeignSites, type TrustedSites } from './cross-site.ts';
import { takeRequestId } from './exchange.ts';

/**
 * Lets upgrade requests for the endpoint become WebSockets, unless they come from a foreign site (browsers apply no
 * CORS to WebSockets) or too late. Others get an HTTP answer and the end of their connection.
 */
export function upgradeToWebSocket(options: {
  path: string;
  sites: TrustedSites;
  /** Aborts when the process is about to end. */
  draining: AbortSignal;
  accept: AcceptWebSocket;
  log: Log;
  metrics: Metrics;
}): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const { log, metrics } = options;
  return (request, socket, head) => {
    // Node has let go of the socket: an error that nobody hears would end the process.
    socket.on('error', () => socket.destroy());
    try {
      if (request.url?.split('?', 1)[0] !== options.path) {
        throw new Refusal(404, 'BAD_REQUEST', `WebSockets are served at ${options.path}.`);
      }
      refuseForeignSites(request.headers, options.sites);
      if (options.draining.aborted) {
        throw new Refusal(503, 'SHUTTING_DOWN', 'This process is about to end. Connect again.');
      }
      options.accept(request, socket, head);
    } catch (error) {
      const requestId = takeRequestId(request.headers['x-request-id']);
      if (error instanceof Refusal) {
        metrics.requestRefused(error.code, error.status);
        log.info({ requestId, method: 'upgrade', status: error.status, code: error.code }, 'request refused');
        refuse(socket, error);
      } else {
        log.error({ requestId, error: describeError(error) }, 'unexpected error');
        socket.destroy();
      }
    }
  };
}

/** Writes an answer by hand: at an upgrade there is no response to use. */
function refuse(socket: Duplex, refusal: Refusal): void {
  const body = JSON.stringify({ errors: [toGraphQLError(refusal)] });
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${REASONS[refusal.status] ?? 'Refused'}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

const REASONS: Readonly<Record<number, string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  503: 'Service Unavailable',
};
