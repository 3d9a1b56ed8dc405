import { buildConnector, Client } from 'undici';
import {
  type Connection,
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
    // One for all: each would have a cache of TLS sessions of its own, so that none is ever taken up again.
    connect: buildConnector({ timeout: options.connectTimeoutMs, allowH2: false }),
    keepAliveTimeout: 30_000,
    // The exchange keeps the time itself, from first to last byte.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const origin = new URL(options.origin);
  const clients = new Set<Client>();
  /** Those that nobody uses. (undici's pool would look through all of its clients for one, at every call.) */
  const free: Connection[] = [];
  const alone = new Set<Promise<unknown>>();
  let isClosed = false;

  function openConnection(): Connection {
    const client = new Client(origin, clientOptions);
    const drop = () => {
      clients.delete(client);
      void client.destroy();
    };
    const connection: Connection = { client, keep: () => free.push(connection), drop };
    clients.add(client);
    // Closed by the host, or after a while without a call.
    client.on('disconnect', () => {
      const place = free.indexOf(connection);
      if (place === -1) return;
      free.splice(place, 1);
      drop();
    });
    return connection;
  }

  return {
    exchange(request, terms) {
      if (isClosed) return Promise.reject(closedError(options.service));
      if (terms.signal?.aborted) return Promise.reject(terms.signal.reason);
      return exchange(free.pop() ?? openConnection(), request, terms, options);
    },

    async exchangeAlone(request, terms) {
      if (isClosed) throw closedError(options.service);
      terms.signal?.throwIfAborted();
      const connection = openConnection();
      const exchanged = exchange({ ...connection, keep: connection.drop }, request, terms, options, 'alone');
      alone.add(exchanged);
      try {
        return await exchanged;
      } finally {
        alone.delete(exchanged);
      }
    },

    async [Symbol.asyncDispose]() {
      isClosed = true;
      await Promise.allSettled(alone);
      await Promise.all([...clients].map((client) => client.destroy()));
    },
  };
}
