import type { IncomingHttpHeaders } from 'node:http';
import { Client, type Dispatcher } from 'undici';
import type { Clock } from '../clock.ts';
import { ENDED } from './deadline.ts';
import { type AnswerTurn, LARGE_ANSWER_BYTES, type LargeAnswers } from './large-answers.ts';
import {
  closedError,
  cutError,
  timeoutError,
  tooLargeError,
  toUpstreamError,
  unreachableError,
} from './wire-errors.ts';

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
interface ExchangeTerms {
  timeoutMs: number;
  /** Aborting ends the exchange at once, and its connection with it. */
  signal?: AbortSignal;
}

/**
 * The connections to one host.
 *
 * Exchanges throw `unreachable` when no connection was made in time, and then not a byte was sent; `not-sent` when the
 * wire is closed; `timeout`, `cut` or `invalid-response` after that; or the signal's reason.
 */
export interface Wire extends AsyncDisposable {
  /** Over a connection that is kept for the next. */
  exchange(request: WireRequest, terms: ExchangeTerms): Promise<WireAnswer>;
  /**
   * Over a connection of its own, closed afterwards: a request that must not be lost or sent twice never meets a socket
   * that the host has just given up. Closing the wire waits for it.
   */
  exchangeAlone(request: WireRequest, terms: ExchangeTerms): Promise<WireAnswer>;
}

/** What a wire needs. */
export interface WireOptions {
  /** Names the host in messages. */
  service: string;
  /** Scheme, host and port. */
  origin: string;
  connectTimeoutMs: number;
  /** An answer with more bytes than this is broken off. */
  maxBodyBytes: number;
  largeAnswers: LargeAnswers;
  clock: Clock;
}

/** A wire without connections yet. */
export function createWire(options: WireOptions): Wire {
  const clientOptions: Client.Options = {
    // One request, one socket: what ends a request ends its socket and nothing else.
    allowH2: false,
    connect: { timeout: options.connectTimeoutMs },
    keepAliveTimeout: 30_000,
    // The exchange keeps the time itself, from first to last byte.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const clients = new Set<Client>();
  /** Those of them that nobody uses. (undici's pool would look through all of its clients for one, at every call.) */
  const free: Client[] = [];
  const alone = new Set<Promise<unknown>>();
  let isClosed = false;

  function openClient(): Client {
    const client = new Client(options.origin, clientOptions);
    clients.add(client);
    // Closed by the host, or after a while without a call.
    client.on('disconnect', () => {
      const place = free.indexOf(client);
      if (place === -1) return;
      free.splice(place, 1);
      dropClient(client);
    });
    return client;
  }

  function dropClient(client: Client): void {
    clients.delete(client);
    void client.destroy();
  }

  return {
    async exchange(request, terms) {
      if (isClosed) throw closedError(options.service);
      terms.signal?.throwIfAborted();
      const client = free.pop() ?? openClient();
      try {
        const answer = await exchange(client, request, { ...terms, isAlone: false }, options);
        free.push(client);
        return answer;
      } catch (error) {
        dropClient(client);
        throw error;
      }
    },

    async exchangeAlone(request, terms) {
      if (isClosed) throw closedError(options.service);
      const client = openClient();
      const exchanged = exchange(client, request, { ...terms, isAlone: true }, options);
      alone.add(exchanged);
      try {
        return await exchanged;
      } finally {
        alone.delete(exchanged);
        dropClient(client);
      }
    },

    async [Symbol.asyncDispose]() {
      isClosed = true;
      await Promise.allSettled(alone);
      await Promise.all([...clients].map((client) => client.destroy()));
    },
  };
}

function exchange(
  client: Client,
  request: WireRequest,
  { timeoutMs, signal, isAlone }: ExchangeTerms & { isAlone: boolean },
  { service, maxBodyBytes, largeAnswers, clock }: WireOptions,
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
