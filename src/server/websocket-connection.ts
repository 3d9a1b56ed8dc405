import type { IncomingMessage } from 'node:http';
import { CloseCode, MessageType, type WebSocket as ProtocolSocket, parseMessage } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { EqualWaits, Waiter } from '../clock.ts';
import type { Caller } from '../domain/caller.ts';
import { type Client, OVER } from './client.ts';
import { takeRequestId } from './http/exchange.ts';
import { describeError, type Log } from './log.ts';
import type { OpenConnection } from './open-connections.ts';

/** One WebSocket and what goes on over it. What the protocol needs of a socket is part of it. */
export interface WebSocketConnection extends OpenConnection, ProtocolSocket {
  /** Whether the client has sent its first message, which says who it is. */
  isIntroduced: boolean;
  /** Known soon after. */
  caller: Caller;
  /** Aborts when the socket has closed. */
  readonly gone: AbortSignal;
  beginOperation(): WebSocketOperation;
}

/** An operation over a WebSocket. */
export interface WebSocketOperation extends Client {
  /** The upgrade request's id and a number. */
  readonly requestId: string;
  /** Says that it is a subscription, which is owed nothing when the process drains. */
  noteStream(): void;
  /** To be called when it is over. */
  end(): void;
}

/** How often each socket is pinged. */
export const PING_MS = 15_000;
/** Beyond this, nothing more is taken from a client until it has read. */
const MAX_UNSENT_BYTES = 1_000_000;
/** Pings that come due while a client does not read before it is given up: a minute. */
const MAX_PINGS_NOT_READ = 4;
/** "Service Restart": clients of graphql-ws take it for a reason to connect again. */
const SERVICE_RESTART = 1012;

interface ConnectionTerms {
  /** Of `PING_MS`. */
  pings: EqualWaits;
  log: Log;
}

/** Watches over a socket: keeps it alive, never lets an error of it escape. */
export function createWebSocketConnection(
  terms: ConnectionTerms,
  socket: WebSocket,
  request: IncomingMessage,
): WebSocketConnection {
  return new Connection(terms, socket, takeRequestId(request.headers['x-request-id']));
}

/** A class because thousands are held: as closures, each would cost several times the memory. */
class Connection implements WebSocketConnection, Waiter {
  isIntroduced = false;
  caller: Caller = { identity: null, reason: 'This connection has not been introduced.' };
  readonly requestId: string;
  readonly #terms: ConnectionTerms;
  readonly #socket: WebSocket;
  readonly #underWay = new Set<ConnectionOperation>();
  #gone: AbortController | null = null;
  #operations = 0;
  // Messages that are being handled; that of a subscription until it ends.
  #handling = 0;
  #streaming = 0;
  #isLeaving = false;
  #hasAnswered = true;
  #pingsNotRead = 0;

  constructor(terms: ConnectionTerms, socket: WebSocket, requestId: string) {
    this.#terms = terms;
    this.#socket = socket;
    this.requestId = requestId;
    socket.once('close', () => this.#closed());
    // Such as a message that is too long: `ws` closes the socket by itself.
    socket.on('error', (error) =>
      terms.log.info({ requestId, error: describeError(error) }, 'websocket broken by its client'),
    );
    socket.on('pong', () => {
      this.#hasAnswered = true;
    });
    // Answered by `ws` itself, whether or not the answers are read.
    socket.on('ping', () => {
      if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.pause();
    });
    terms.pings.start(this);
  }

  get gone(): AbortSignal {
    this.#gone ??= new AbortController();
    if (this.isClosed) this.#gone.abort();
    return this.#gone.signal;
  }

  get isClosed(): boolean {
    return this.#socket.readyState === this.#socket.CLOSED;
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  beginOperation(): WebSocketOperation {
    this.#operations += 1;
    const operation = new ConnectionOperation(this, this.#operations);
    this.#underWay.add(operation);
    return operation;
  }

  noteStream(): void {
    this.#streaming += 1;
    this.#leaveIfFree();
  }

  endOperation(operation: ConnectionOperation): void {
    this.#underWay.delete(operation);
    if (operation.isStream) this.#streaming -= 1;
  }

  /** Its promise is that the text has left the process: whoever awaits it cannot outrun a slow client. */
  send(text: string): Promise<void> {
    const socket = this.#socket;
    return new Promise((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve();
      // An error is told by the socket's own events.
      socket.send(text, () => {
        resolve();
        if (socket.isPaused && socket.bufferedAmount < MAX_UNSENT_BYTES) socket.resume();
      });
      if (socket.bufferedAmount > MAX_UNSENT_BYTES) socket.pause();
    });
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  onMessage(handle: (text: string) => Promise<void>): void {
    // The bytes are let go of here: a subscription's message is being handled until it ends.
    this.#socket.on('message', (data) => void this.#handle(handle, String(data)));
  }

  leave(): void {
    this.#isLeaving = true;
    this.#leaveIfFree();
  }

  cut(): void {
    this.#socket.terminate();
  }

  /** Pings, and gives up a peer that has not answered the last one, or does not read. */
  due(): void {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return;
    this.#pingsNotRead = socket.isPaused ? this.#pingsNotRead + 1 : 0;
    const isLost = socket.isPaused ? this.#pingsNotRead === MAX_PINGS_NOT_READ : !this.#hasAnswered;
    if (isLost) {
      socket.terminate();
      return;
    }
    if (!socket.isPaused) {
      this.#hasAnswered = false;
      socket.ping();
    }
    this.#terms.pings.start(this);
  }

  async #handle(handle: (text: string) => Promise<void>, text: string): Promise<void> {
    this.#handling += 1;
    try {
      await handle(text);
    } catch (error) {
      if (isForClients(text)) return this.close(CloseCode.BadRequest, 'Invalid message received');
      this.#terms.log.error({ requestId: this.requestId, error: describeError(error) }, 'unexpected error');
      this.close(CloseCode.InternalServerError, 'Internal server error');
    } finally {
      this.#handling -= 1;
      this.#leaveIfFree();
    }
  }

  #leaveIfFree(): void {
    if (this.#isLeaving && this.#handling === this.#streaming) {
      this.close(SERVICE_RESTART, 'Service restart');
    }
  }

  #closed(): void {
    this.#terms.pings.stop(this);
    this.#gone?.abort();
    for (const operation of this.#underWay) operation.stop();
  }
}

class ConnectionOperation implements WebSocketOperation {
  isStream = false;
  readonly requestId: string;
  readonly #connection: Connection;
  readonly #controller = new AbortController();

  constructor(connection: Connection, number: number) {
    this.#connection = connection;
    this.requestId = `${connection.requestId}.${number}`;
    if (connection.isClosed) this.stop();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get hasLeft(): boolean {
    return this.#controller.signal.aborted;
  }

  stop(): void {
    this.#controller.abort(OVER);
  }

  noteStream(): void {
    this.isStream = true;
    this.#connection.noteStream();
  }

  end(): void {
    this.#connection.endOperation(this);
  }
}

/** Whether a message is of a kind that only servers send; graphql-ws takes that for a fault of its own. */
function isForClients(text: string): boolean {
  const kinds: readonly string[] = [MessageType.ConnectionAck, MessageType.Next, MessageType.Error];
  return kinds.includes(parseMessage(text).type);
}
