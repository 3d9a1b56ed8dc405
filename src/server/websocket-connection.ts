import type { IncomingMessage } from 'node:http';
import { CloseCode, MessageType, type WebSocket as ProtocolSocket, parseMessage } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Clock } from '../clock.ts';
import type { Caller } from '../domain/caller.ts';
import { takeRequestId } from './http/exchange.ts';
import { describeError, type Log } from './log.ts';
import type { OpenConnection } from './open-connections.ts';

/** One WebSocket and what goes on over it. */
export interface WebSocketConnection extends OpenConnection {
  /** The upgrade request. */
  readonly request: IncomingMessage;
  /** Whether the client has sent its first message, which says who it is. */
  isIntroduced: boolean;
  /** Known soon after. */
  caller: Caller;
  /** Aborts when the socket has closed. */
  readonly gone: AbortSignal;
  beginOperation(): WebSocketOperation;
  close(code: number, reason: string): void;
  /** What the protocol needs of a socket. */
  readonly forProtocol: ProtocolSocket;
}

/** An operation over a WebSocket. */
export interface WebSocketOperation {
  /** The upgrade request's id and a number. */
  readonly requestId: string;
  /** Aborts when the socket has closed. */
  readonly signal: AbortSignal;
  /** Says that it is a subscription, which is owed nothing when the process drains. */
  noteStream(): void;
  /** To be called when it is over. */
  end(): void;
}

const PING_MS = 15_000;
/** Beyond this, nothing more is taken from a client until it has read. */
const MAX_UNSENT_BYTES = 1_000_000;
/** Pings that come due while a client does not read before it is given up: a minute. */
const MAX_PINGS_NOT_READ = 4;
/** "Service Restart": clients of graphql-ws take it for a reason to connect again. */
const SERVICE_RESTART = 1012;

/** Watches over a socket: keeps it alive, never lets an error of it escape. */
export function createWebSocketConnection(options: {
  socket: WebSocket;
  request: IncomingMessage;
  clock: Clock;
  log: Log;
}): WebSocketConnection {
  const { socket, request, clock, log } = options;
  const requestId = takeRequestId(request.headers['x-request-id']);
  const gone = new AbortController();
  const underWay = new Set<AbortController>();
  let operations = 0;
  // Messages that are being handled; that of a subscription until it ends.
  let handling = 0;
  let streaming = 0;
  let leaving = false;

  const leaveIfFree = () => {
    if (leaving && handling === streaming) socket.close(SERVICE_RESTART, 'Service restart');
  };
  socket.once('close', () => {
    gone.abort();
    for (const operation of underWay) operation.abort();
  });
  // Such as a message that is too long: `ws` closes the socket by itself.
  socket.on('error', (error) =>
    log.info({ requestId, error: describeError(error) }, 'websocket broken by its client'),
  );
  void keepAlive(socket, gone.signal, clock);

  return {
    request,
    isIntroduced: false,
    caller: { identity: null, reason: 'This connection has not been introduced.' },
    gone: gone.signal,
    beginOperation() {
      operations += 1;
      const controller = new AbortController();
      underWay.add(controller);
      let isStream = false;
      if (gone.signal.aborted) controller.abort();
      return {
        requestId: `${requestId}.${operations}`,
        signal: controller.signal,
        noteStream() {
          isStream = true;
          streaming += 1;
          leaveIfFree();
        },
        end() {
          underWay.delete(controller);
          if (isStream) streaming -= 1;
        },
      };
    },
    close: (code, reason) => socket.close(code, reason),
    forProtocol: {
      protocol: socket.protocol,
      send: (text) =>
        new Promise((resolve) => {
          // Its callback comes when the text has left the process: whoever awaits it cannot outrun a slow client. An error
          // is told by the socket's own events.
          if (socket.readyState !== socket.OPEN) return resolve();
          socket.send(text, () => {
            resolve();
            if (socket.isPaused && socket.bufferedAmount < MAX_UNSENT_BYTES) socket.resume();
          });
          if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.pause();
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage(handle) {
        socket.on('message', async (data) => {
          const text = String(data);
          handling += 1;
          try {
            await handle(text);
          } catch (error) {
            if (isForClients(text)) return socket.close(CloseCode.BadRequest, 'Invalid message received');
            log.error({ requestId, error: describeError(error) }, 'unexpected error');
            socket.close(CloseCode.InternalServerError, 'Internal server error');
          } finally {
            handling -= 1;
            leaveIfFree();
          }
        });
      },
    },
    leave() {
      leaving = true;
      leaveIfFree();
    },
    cut: () => socket.terminate(),
  };
}

/** Whether a message is of a kind that only servers send; graphql-ws takes that for a fault of its own. */
function isForClients(text: string): boolean {
  const kinds: readonly string[] = [MessageType.ConnectionAck, MessageType.Next, MessageType.Error];
  return kinds.includes(parseMessage(text).type);
}

/** Pings, and gives up a peer that has not answered the last one, or does not read. */
async function keepAlive(socket: WebSocket, gone: AbortSignal, clock: Clock): Promise<void> {
  let answered = true;
  let notRead = 0;
  socket.on('pong', () => {
    answered = true;
  });
  // Answered by `ws` itself, whether or not the answers are read.
  socket.on('ping', () => {
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.pause();
  });
  while (!gone.aborted) {
    await clock.sleep(PING_MS, gone).catch(() => {});
    if (gone.aborted || socket.readyState !== socket.OPEN) return;
    notRead = socket.isPaused ? notRead + 1 : 0;
    if (notRead === MAX_PINGS_NOT_READ) return socket.terminate();
    if (socket.isPaused) continue;
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }
}
