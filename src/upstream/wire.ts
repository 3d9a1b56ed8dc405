import { Client } from 'undici';
import {
  type ExchangeGround,
  type ExchangeTerms,
  exchange,
  type WireAnswer,
  type WireRequest,
} from './exchange.ts';
import { closedError } from './wire-errors.ts';

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
export interface WireOptions extends ExchangeGround {
  /** Scheme, host and port. */
  origin: string;
  connectTimeoutMs: number;
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
        const answer = await exchange(client, request, terms, options);
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
      const exchanged = exchange(client, request, terms, options, 'alone');
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
