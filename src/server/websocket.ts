import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols, makeServer } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { type Clock, createEqualWaits, sleepUntil } from '../clock.ts';
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
import { createWebSocketConnection, PING_MS, type WebSocketConnection } from './websocket-connection.ts';

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

/** A connection, and of its upgrade request what is still needed; the request itself would stay as long. */
interface Arrived {
  connection: WebSocketConnection;
  address: string;
  /** Until the client has introduced itself. */
  authorization: string | undefined;
}

const MAX_OPERATIONS = 100;
const INIT_TIMEOUT_MS = 10_000;
const PING_SLACK_MS = 200;

/**
 * GraphQL over WebSocket: graphql-ws' protocol (graphql-transport-ws) on sockets of `ws`. The package's own `useServer` is
 * not used because it writes to the console whatever a client breaks, and knows no draining.
 */
export function createWebSockets(terms: WebSocketTerms): AcceptWebSocket {
  const { operations, callers, connections, clock, log, metrics } = terms;
  const pings = createEqualWaits(clock, PING_MS, PING_SLACK_MS);
  const introductions = createEqualWaits(clock, INIT_TIMEOUT_MS);
  const protocol = makeServer<Record<string, unknown>, Arrived>({
    // Below, by our clock.
    connectionInitWaitTimeout: 0,

    async onConnect({ connectionParams, extra }) {
      const { connection, authorization } = extra;
      connection.isIntroduced = true;
      extra.authorization = undefined;
      const caller = await callers.identify(authorizationOf(connectionParams, authorization));
      connection.caller = caller;
      if (!caller.identity) return caller.because !== 'expired';
      const { expiresAtMs } = caller.identity;
      if (expiresAtMs !== null) {
        sleepUntil(clock, expiresAtMs, connection.gone).then(
          () => connection.close(CloseCode.Forbidden, 'The token has expired'),
          () => {},
        );
      }
      return true;
    },

    async onSubscribe({ subscriptions, extra: { connection, address } }, _id, payload) {
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
        address,
        client: operation,
        idempotencyKey: null,
        mayMutate: true,
        mayStream: true,
        onEnd: () => operation.end(),
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
      const connection = createWebSocketConnection({ pings, log }, webSocket, request);
      const closed = connections.add(connection);
      metrics.webSocketOpened();
      const end = protocol.opened(connection, {
        connection,
        address: clientAddress(request, terms.trustedProxies),
        authorization: request.headers.authorization,
      });
      introductions.start({
        due() {
          if (connection.isIntroduced) return;
          connection.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
        },
      });
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
