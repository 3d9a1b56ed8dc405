import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { type Clock, sleepUntil } from '../clock.ts';
import { GatewayError } from '../domain/errors.ts';
import { toGraphQLError } from '../schema/errors.ts';
import { type AskedOperation, parseAskedOperation } from './asked-operation.ts';
import type { Callers } from './callers/callers.ts';
import { authorizationOf } from './callers/credential.ts';
import { clientAddress } from './http/client-address.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { OpenConnections } from './open-connections.ts';
import { isRejected, type Operations, type Prepared } from './operations.ts';
import { createWebSocketConnection, type WebSocketConnection } from './websocket-connection.ts';

/** Takes over the socket of an upgrade request that has passed the gate. */
export type AcceptWebSocket = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** What the WebSocket endpoint needs. */
export interface WebSocketTerms {
  operations: Operations;
  callers: Callers;
  connections: OpenConnections;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  messageLimitBytes: number;
  /** How many proxies of ours stand in front. */
  trustedProxies: number;
}

const MAX_OPERATIONS = 100;
const INIT_TIMEOUT_MS = 10_000;

/**
 * GraphQL over WebSocket: graphql-ws' protocol (graphql-transport-ws) on sockets of `ws`. The package's own `useServer` is
 * not used because it writes to the console whatever a client breaks, and knows no draining.
 */
export function createWebSockets(terms: WebSocketTerms): AcceptWebSocket {
  const { operations, callers, connections, clock, log, metrics } = terms;
  const protocol = makeServer<Record<string, unknown>, WebSocketConnection>({
    // Below, by our clock.
    connectionInitWaitTimeout: 0,

    async onConnect({ connectionParams, extra: connection }) {
      const { request, gone } = connection;
      connection.isIntroduced = true;
      const caller = await callers.identify(authorizationOf(connectionParams, request.headers.authorization));
      connection.caller = caller;
      if (!caller.identity) return caller.because !== 'expired';
      const { expiresAtMs } = caller.identity;
      if (expiresAtMs !== null) {
        sleepUntil(clock, expiresAtMs, gone).then(
          () => connection.close(CloseCode.Forbidden, 'The token has expired'),
          () => {},
        );
      }
      return true;
    },

    async onSubscribe({ subscriptions, extra: connection }, _id, payload) {
      if (Object.keys(subscriptions).length > MAX_OPERATIONS) return [tooManySubscriptions()];
      let asked: AskedOperation;
      try {
        asked = parseAskedOperation(payload);
      } catch (error) {
        if (error instanceof GatewayError) return [toGraphQLError(error)];
        throw error;
      }
      const operation = connection.beginOperation();
      const prepared = await operations.prepare(asked, {
        requestId: operation.requestId,
        caller: connection.caller,
        transport: 'websocket',
        address: clientAddress(connection.request, terms.trustedProxies),
        signal: operation.signal,
        idempotencyKey: null,
        mayMutate: true,
        mayStream: true,
        onEnd: operation.end,
      });
      if (isRejected(prepared)) return prepared.errors;
      if (prepared.type === 'subscription') operation.noteStream();
      return prepared;
    },

    // Both get what `onSubscribe` returned.
    execute: (prepared) => operations.run(prepared as Prepared),
    subscribe: (prepared) => operations.run(prepared as Prepared),
  });

  // Without a server of its own, `ws` leaves the error events of ours alone: an occupied port stays a visible fault.
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: terms.messageLimitBytes,
    handleProtocols: (protocols) => handleProtocols(protocols),
    clientTracking: false,
  });

  return (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = createWebSocketConnection({ socket: webSocket, request, clock, log });
      const closed = connections.add(connection);
      metrics.webSocketOpened();
      const end = protocol.opened(connection.forProtocol, connection);
      clock.sleep(INIT_TIMEOUT_MS, connection.gone).then(
        () => {
          if (connection.isIntroduced) return;
          connection.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
        },
        () => {},
      );
      webSocket.once('close', (code, reason) => {
        closed();
        metrics.webSocketClosed();
        void end(code, String(reason));
      });
    });
  };
}

function tooManySubscriptions() {
  return toGraphQLError(
    new GatewayError(
      'TOO_MANY_SUBSCRIPTIONS',
      `At most ${MAX_OPERATIONS} operations may share a WebSocket. End some first.`,
    ),
  );
}
