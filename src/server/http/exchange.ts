import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import compression from 'compression';
import { type Client, OVER } from '../client.ts';

/** One request and its answer to be. Made by `new`, as all is that lives for as long as a request and holds it: docs/decisions/hot-path.md. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Without query string, which is nobody's business but the endpoint's. */
  readonly path: string;
  /** What follows the question mark; empty when nothing does. */
  readonly search: string;
  /** The client's own when it sent a usable one; goes back as `x-request-id` and stands in every log line. */
  readonly requestId: string;
  /** What goes with the answer whoever gives it. May be added to. */
  readonly headers: Record<string, string>;

  constructor(request: IncomingMessage, response: ServerResponse) {
    const address = request.url ?? '/';
    const mark = address.indexOf('?');
    this.request = request;
    this.response = response;
    this.path = mark < 0 ? address : address.slice(0, mark);
    this.search = mark < 0 ? '' : address.slice(mark + 1);
    this.requestId = takeRequestId(request.headers['x-request-id']);
    this.headers = { 'x-request-id': this.requestId };
  }

  /**
   * Begins the answer, with those headers and others; `response.writeHead` would leave the request id out. (Headers that Node
   * is told one by one cost a tenth of a quick answer.)
   */
  writeHead(status: number, headers: OutgoingHttpHeaders = {}): ServerResponse {
    return this.response.writeHead(status, { ...this.headers, ...headers });
  }
}

/** A client's request id when it is short and plain, else a new one. */
export function takeRequestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[\w.:-]{1,100}$/.test(header) ? header : randomUUID();
}

/** Sends a text (or one in UTF-8 already), JSON unless a header says otherwise, compressed when that pays and the client takes it. Nothing that passes by may keep it. */
export function sendJson(
  exchange: Exchange,
  status: number,
  json: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  const { request, response } = exchange;
  if (response.destroyed || response.headersSent) return;
  const body = typeof json === 'string' ? Buffer.from(json) : json;
  const send = () => {
    exchange
      .writeHead(status, {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'private, no-store',
        'content-length': body.byteLength,
        ...headers,
      })
      .end(body);
  };
  if (body.byteLength < COMPRESSION_THRESHOLD_BYTES) send();
  else if (request.headers['accept-encoding'] === undefined) {
    exchange.headers.vary = exchange.headers.vary
      ? `${exchange.headers.vary}, Accept-Encoding`
      : 'Accept-Encoding';
    send();
  } else compress(request, response, send);
}

/** The client of an answer. Its signal is made when it is first asked for: most answers are done without. */
export function clientOf(response: ServerResponse): Client {
  return new ResponseClient(response);
}

/** A class because thousands are held: as closures, each would cost several times the memory. */
class ResponseClient implements Client {
  readonly #response: ServerResponse;
  #controller: AbortController | null = null;

  constructor(response: ServerResponse) {
    this.#response = response;
  }

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.#response.closed || this.#response.destroyed) this.#leave();
      else this.#response.once('close', () => this.#leave());
    }
    return this.#controller.signal;
  }

  stop(): void {
    this.#controller?.abort(OVER);
  }

  get hasLeft(): boolean {
    const { closed, destroyed, writableFinished } = this.#response;
    return (closed || destroyed) && !writableFinished;
  }

  #leave(): void {
    if (!this.#response.writableFinished) this.stop();
  }
}

const COMPRESSION_THRESHOLD_BYTES = 1_000;

/** The package is written for Express and needs of it what node:http has. */
const compress = compression({ threshold: COMPRESSION_THRESHOLD_BYTES, filter: () => true }) as unknown as (
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
) => void;
