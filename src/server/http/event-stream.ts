import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import { type Clock, createEqualWaits, type EqualWaits, type Waiter } from '../../clock.ts';
import type { EventSource } from '../event-source.ts';
import type { OpenConnection } from '../open-connections.ts';
import type { Exchange } from './exchange.ts';

/** An answer that stays open: server-sent events. When it has to go, it breaks off without its end, so that clients come again. */
export interface EventStream extends OpenConnection {
  /** Resolves when the client has room for more, or is gone. @param data JSON, or empty. */
  send(event: string, data: string): Promise<void>;
  /** Sends a result as "next". One that several streams are given, as the same object, is written as text only once. */
  sendResult(result: ExecutionResult): Promise<void>;
  /** Says that it is complete, and ends the answer in order. */
  complete(): void;
}

/** The event streams of this process. */
export interface EventStreams {
  /**
   * Opens a stream of events, kept alive by a comment every 12 seconds. Once the client has gone, sending does nothing; one
   * that has not read for a minute counts as gone.
   */
  open(exchange: Exchange): EventStream;
}

const PING_MS = 12_000;
const PING_SLACK_MS = 200;
const MAX_PINGS_NOT_READ = 5;

/** @see EventStreams */
export function createEventStreams(clock: Clock): EventStreams {
  const pings = createEqualWaits(clock, PING_MS, PING_SLACK_MS);
  return { open: (exchange) => new Stream(exchange, pings) };
}

/**
 * Sends the events of a subscription as the client reads them, then completes the stream. Returns at once: what belongs to
 * the request alone need not stay for as long as the events come.
 */
export function sendEvents(events: EventSource, stream: EventStream, onEnd: () => void): void {
  // An async function would take more memory while it waits, and keep the last event.
  const ask = () => void events.next().then(send);
  const send = (step: IteratorResult<ExecutionResult>) => {
    if (!step.done) return void stream.sendResult(step.value).then(ask);
    stream.complete();
    onEnd();
  };
  ask();
}

/** A class because thousands are held: as closures, each would cost several times the memory. */
class Stream implements EventStream, Waiter {
  readonly #response: ServerResponse;
  readonly #pings: EqualWaits;
  #pingsNotRead = 0;

  constructor(exchange: Exchange, pings: EqualWaits) {
    const { response } = exchange;
    this.#response = response;
    this.#pings = pings;
    exchange.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'private, no-store',
      // nginx would keep events back until a buffer is full.
      'x-accel-buffering': 'no',
    });
    response.socket?.cork();
    // By itself, so that Node keeps them as one text instead of the thirty that it has put together.
    response.flushHeaders();
    // Something must be sent: some browsers do not take the headers alone for an answer.
    response.write(PING);
    response.socket?.uncork();
    forgetHeaders(response.req);
    pings.start(this);
  }

  send(event: string, data: string): Promise<void> {
    return this.#write(Buffer.from(`event: ${event}\ndata: ${data}\n\n`));
  }

  sendResult(result: ExecutionResult): Promise<void> {
    let bytes = bytesOfResults.get(result);
    if (!bytes) {
      bytes = Buffer.from(`event: next\ndata: ${JSON.stringify(result)}\n\n`);
      bytesOfResults.set(result, bytes);
    }
    return this.#write(bytes);
  }

  complete(): void {
    this.#pings.stop(this);
    if (!this.#isOver) this.#response.end('event: complete\ndata: \n\n');
  }

  leave(): void {
    // What has been written still goes out.
    this.#response.socket?.destroySoon();
  }

  cut(): void {
    this.#response.destroy();
  }

  due(): void {
    // Whoever has left without a word is forgotten here.
    if (this.#isOver) return;
    this.#pingsNotRead = this.#response.writableNeedDrain ? this.#pingsNotRead + 1 : 0;
    if (this.#pingsNotRead === MAX_PINGS_NOT_READ) {
      this.#response.destroy();
      return;
    }
    if (this.#pingsNotRead === 0) this.#response.write(PING);
    this.#pings.start(this);
  }

  get #isOver(): boolean {
    return this.#response.destroyed || this.#response.writableEnded;
  }

  #write(bytes: Buffer): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    const { socket } = this.#response;
    // By itself, Node would write when all that is to be done in this turn has been done: for the first of many streams
    // that is after an event has been prepared for the last.
    socket?.cork();
    const hasRoom = this.#response.write(bytes);
    socket?.uncork();
    return hasRoom ? Promise.resolve() : drained(this.#response);
  }
}

const PING = Buffer.from(':\n\n');
const bytesOfResults = new WeakMap<ExecutionResult, Buffer>();

/** Of a request that has been read and understood: they would stay for as long as its answer is open. */
function forgetHeaders(request: IncomingMessage): void {
  request.headers = {};
  request.rawHeaders = [];
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}
