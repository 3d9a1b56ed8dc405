import type { IncomingHttpHeaders } from 'node:http';
import type { Client, Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import { ENDED } from './deadline.ts';
import { type AnswerTurn, LARGE_ANSWER_BYTES, type LargeAnswers } from './large-answers.ts';
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
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** To be awaited before something large is made of a small body. */
  beginTurn: AnswerTurn['begin'];
}

/** How long an exchange may take. */
export interface ExchangeTerms {
  timeoutMs: number;
  /** Aborting ends the exchange at once, and its connection with it. */
  signal?: AbortSignal;
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
 * Sends a request over a connection that nobody else uses, and hears the whole answer.
 *
 * @param terms.isAlone the connection ends with it.
 * @throws as the exchanges of `Wire`.
 */
export function exchange(
  client: Client,
  request: WireRequest,
  { timeoutMs, signal, isAlone }: ExchangeTerms & { isAlone: boolean },
  { service, maxBodyBytes, largeAnswers, clock }: ExchangeGround,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    let turn: AnswerTurn | null = null;
    const beginTurn = () => {
      turn ??= largeAnswers.turn();
      return turn.begin();
    };
    let chunks: Buffer[] = [];
    // Set when a connection is there and the request is about to be written to it.
    let controller: Dispatcher.DispatchController | null = null;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let sizeBytes = 0;
    let isSettled = false;

    const settle = () => {
      isSettled = true;
      stopTimer();
      signal?.removeEventListener('abort', leave);
    };
    const fail = (error: unknown) => {
      if (isSettled) return;
      settle();
      // Whoever waits for its turn may wait for a while yet.
      chunks = [];
      turn?.[Symbol.dispose]();
      reject(error);
      controller?.abort(ENDED);
    };
    const leave = () => fail(signal?.reason);

    signal?.addEventListener('abort', leave, { once: true });
    const startTimer = () =>
      clock.setAlarm(timeoutMs, () =>
        fail(
          controller ? timeoutError(service, timeoutMs) : unreachableError(service, 'No connection in time.'),
        ),
      );
    let stopTimer = startTimer();

    client.dispatch(
      {
        method: request.method,
        path: request.path,
        headers: request.headers as string[],
        body: request.body,
        reset: isAlone,
      },
      {
        onRequestStart(started) {
          // undici starts a request again when it thinks that it was never sent. Nothing here is started twice.
          if (isSettled || controller) {
            started.abort(ENDED);
            return fail(cutError(service));
          }
          controller = started;
        },
        onResponseStart(_controller, statusCode, responseHeaders) {
          if (statusCode < 200) return;
          status = statusCode;
          headers = responseHeaders;
          if (Number(headers['content-length']) > maxBodyBytes)
            fail(tooLargeError(service, status, maxBodyBytes));
        },
        onResponseData(reading, chunk) {
          if (isSettled) return;
          const wasLarge = sizeBytes > LARGE_ANSWER_BYTES;
          sizeBytes += chunk.length;
          if (sizeBytes > maxBodyBytes) return fail(tooLargeError(service, status, maxBodyBytes));
          chunks.push(chunk);
          if (wasLarge || sizeBytes <= LARGE_ANSWER_BYTES) return;
          reading.pause();
          // How long the others take is not the host's fault.
          stopTimer();
          void beginTurn().then(() => {
            if (isSettled) return;
            stopTimer = startTimer();
            reading.resume();
          });
        },
        onResponseEnd() {
          if (isSettled) return;
          settle();
          const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
          resolve(new HeardAnswer({ status, headers, body, beginTurn }, () => turn?.[Symbol.dispose]()));
        },
        onResponseError(_controller, error) {
          fail(toUpstreamError(service, error, controller !== null));
        },
      },
    );
  });
}

class HeardAnswer implements WireAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly beginTurn: () => Promise<void>;
  readonly #endTurn: () => void;

  constructor(
    { status, headers, body, beginTurn }: Omit<WireAnswer, typeof Symbol.dispose>,
    endTurn: () => void,
  ) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    this.beginTurn = beginTurn;
    this.#endTurn = endTurn;
  }

  [Symbol.dispose](): void {
    this.#endTurn();
  }
}
