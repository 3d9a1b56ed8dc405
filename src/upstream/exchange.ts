import type { IncomingHttpHeaders } from 'node:http';
import type { Client, Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import { ENDED } from './deadline.ts';
import {
  type AnswerTurn,
  LARGE_ANSWER_BYTES,
  type LargeAnswers,
  type Room,
  SMALL_ANSWER_BYTES,
} from './large-answers.ts';
import { release } from './release.ts';
import { cutError, timeoutError, tooLargeError, toUpstreamError, unreachableError } from './wire-errors.ts';

/** A request as it goes to a host. Header names and values take turns. */
export interface WireRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** With the query, encoded. */
  path: string;
  headers: readonly string[];
  body: string | null;
}

/** A whole answer, its body as it came. To be disposed of once it has been read. */
export interface WireAnswer extends Disposable {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The parts in which the body came. Their memory goes with the answer: who keeps bytes copies them. */
  readonly parts: readonly Buffer[];
  /** To be awaited before something large is made of a small body. */
  beginTurn(): Promise<void>;
}

/** How long an exchange may take. */
export interface ExchangeTerms {
  timeoutMs: number;
  /** Aborting ends the exchange at once, and its connection with it. */
  signal?: AbortSignal;
}

/** A connection that nobody else uses. Whoever has used it says what is to become of it. */
export interface Connection {
  readonly client: Client;
  /** It is as good as new. */
  keep(): void;
  /** Something may be under way on it yet. */
  drop(): void;
}

/** What the exchanges with one host have in common. */
export interface ExchangeGround {
  /** Names the host in messages. */
  service: string;
  /** An answer with more bytes than this is broken off. */
  maxBodyBytes: number;
  largeAnswers: LargeAnswers;
  clock: Clock;
}

/**
 * Sends a request and hears the whole answer.
 *
 * @param kind `alone`: the connection ends with it.
 * @throws as the exchanges of `Wire`.
 */
export function exchange(
  connection: Connection,
  request: WireRequest,
  terms: ExchangeTerms,
  ground: ExchangeGround,
  kind: 'alone' | 'one of many' = 'one of many',
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    connection.client.dispatch(
      {
        method: request.method,
        path: request.path,
        headers: request.headers as string[],
        body: request.body,
        reset: kind === 'alone',
      },
      new Exchange(connection, terms, ground, resolve, reject),
    );
  });
}

/** Not an array for each: what all exchanges begin with and keep while they wait, V8 soon makes old right away, and all they hold with it. */
const NO_PARTS: Buffer[] = [];

/** An exchange under way and its answer in one, and a class: one is made with each call. */
class Exchange implements Dispatcher.DispatchHandler, WireAnswer, EventListenerObject {
  status = 0;
  headers: IncomingHttpHeaders = {};
  parts: Buffer[] = NO_PARTS;
  readonly #connection: Connection;
  readonly #timeoutMs: number;
  readonly #signal: AbortSignal | undefined;
  readonly #ground: ExchangeGround;
  readonly #resolve: (answer: WireAnswer) => void;
  readonly #reject: (error: unknown) => void;
  #sizeBytes = 0;
  #room: Room | null = null;
  #turn: AnswerTurn | null = null;
  /** Set when a connection is there and the request is about to be written to it. */
  #controller: Dispatcher.DispatchController | null = null;
  #stopTimer: () => void;
  #isSettled = false;

  constructor(
    connection: Connection,
    { timeoutMs, signal }: ExchangeTerms,
    ground: ExchangeGround,
    resolve: (answer: WireAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#connection = connection;
    this.#timeoutMs = timeoutMs;
    this.#signal = signal;
    this.#ground = ground;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#stopTimer = this.#startTimer();
    signal?.addEventListener('abort', this, { once: true });
  }

  beginTurn(): Promise<void> {
    this.#turn ??= this.#ground.largeAnswers.turn();
    return this.#turn.begin();
  }

  [Symbol.dispose](): void {
    release(this.parts);
    this.#end();
  }

  #end(): void {
    this.parts = NO_PARTS;
    this.#room?.[Symbol.dispose]();
    this.#room = null;
    this.#turn?.[Symbol.dispose]();
  }

  /** The signal has been aborted. */
  handleEvent(): void {
    this.#fail(this.#signal?.reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // undici starts a request again when it thinks that it was never sent. Nothing here is started twice.
    if (this.#isSettled || this.#controller) {
      controller.abort(ENDED);
      this.#fail(cutError(this.#ground.service));
      return;
    }
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    if (Number(headers['content-length']) > this.#ground.maxBodyBytes) this.#fail(this.#tooLarge());
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isSettled) return;
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes > this.#ground.maxBodyBytes) {
      this.#fail(this.#tooLarge());
      return;
    }
    if (this.parts === NO_PARTS) this.parts = [chunk];
    else this.parts.push(chunk);
    if (this.#sizeBytes <= SMALL_ANSWER_BYTES) return;
    if (!this.#room) {
      this.#room = this.#ground.largeAnswers.takeRoom(Number(this.headers['content-length']));
      if (this.#room.wait) this.#pauseUntil(this.#room.wait, controller);
    } else if (this.#sizeBytes > LARGE_ANSWER_BYTES && !this.#turn) {
      this.#pauseUntil(this.beginTurn(), controller);
    }
  }

  #pauseUntil(obstacleIsGone: Promise<void>, controller: Dispatcher.DispatchController): void {
    controller.pause();
    // How long the others take is not the host's fault.
    this.#stopTimer();
    void obstacleIsGone.then(() => {
      if (this.#isSettled) return;
      this.#stopTimer = this.#startTimer();
      controller.resume();
    });
  }

  onResponseEnd(): void {
    if (this.#isSettled) return;
    this.#settle();
    this.#connection.keep();
    this.#resolve(this);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(toUpstreamError(this.#ground.service, error, this.#controller !== null));
  }

  #startTimer(): () => void {
    const { service, clock } = this.#ground;
    const timeoutMs = this.#timeoutMs;
    return clock.setAlarm(timeoutMs, () =>
      this.#fail(
        this.#controller
          ? timeoutError(service, timeoutMs)
          : unreachableError(service, 'No connection in time.'),
      ),
    );
  }

  #settle(): void {
    this.#isSettled = true;
    this.#stopTimer();
    this.#signal?.removeEventListener('abort', this);
  }

  #fail(error: unknown): void {
    if (this.#isSettled) return;
    this.#settle();
    // Not given back: what is read just now may be in one of the parts.
    this.#end();
    this.#reject(error);
    this.#controller?.abort(ENDED);
    this.#connection.drop();
  }

  #tooLarge(): Error {
    return tooLargeError(this.#ground.service, this.status, this.#ground.maxBodyBytes);
  }
}
