import type { IncomingHttpHeaders } from 'node:http';
import { Client, type Dispatcher, Pool } from 'undici';
import type { Clock } from '../clock.ts';
import { ENDED } from './deadline.ts';
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

/** A whole answer, its body as it came. */
export interface WireAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
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
  const pool = new Pool(options.origin, clientOptions);
  const alone = new Set<Promise<unknown>>();
  let isClosed = false;

  return {
    exchange: (request, terms) => exchange(pool, request, terms, options),

    async exchangeAlone(request, terms) {
      if (isClosed) throw closedError(options.service);
      const client = new Client(options.origin, clientOptions);
      const exchanged = exchange(client, request, terms, options);
      alone.add(exchanged);
      try {
        return await exchanged;
      } finally {
        alone.delete(exchanged);
        void client.destroy();
      }
    },

    async [Symbol.asyncDispose]() {
      isClosed = true;
      await Promise.allSettled(alone);
      await pool.destroy();
    },
  };
}

function exchange(
  dispatcher: Dispatcher,
  request: WireRequest,
  { timeoutMs, signal }: ExchangeTerms,
  { service, maxBodyBytes, clock }: WireOptions,
): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const chunks: Buffer[] = [];
    // Set when a connection is there and the request is about to be written to it.
    let controller: Dispatcher.DispatchController | null = null;
    let status = 0;
    let headers: IncomingHttpHeaders = {};
    let sizeBytes = 0;
    let isSettled = false;

    const settle = () => {
      isSettled = true;
      turnOff();
      signal?.removeEventListener('abort', leave);
    };
    const fail = (error: unknown) => {
      if (isSettled) return;
      settle();
      reject(error);
      controller?.abort(ENDED);
    };
    const leave = () => fail(signal?.reason);

    signal?.addEventListener('abort', leave, { once: true });
    const turnOff = clock.setAlarm(timeoutMs, () =>
      fail(
        controller ? timeoutError(service, timeoutMs) : unreachableError(service, 'No connection in time.'),
      ),
    );

    dispatcher.dispatch(
      {
        method: request.method,
        path: request.path,
        headers: request.headers as string[],
        body: request.body,
        reset: dispatcher instanceof Client,
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
        },
        onResponseData(_controller, chunk) {
          sizeBytes += chunk.length;
          if (sizeBytes > maxBodyBytes) return fail(tooLargeError(service, status, maxBodyBytes));
          chunks.push(chunk);
        },
        onResponseEnd() {
          if (isSettled) return;
          settle();
          resolve({
            status,
            headers,
            body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks),
          });
        },
        onResponseError(_controller, error) {
          fail(toUpstreamError(service, error, controller !== null));
        },
      },
    );
  });
}
