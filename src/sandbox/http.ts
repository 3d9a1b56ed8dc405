import type { IncomingMessage, ServerResponse } from 'node:http';

/** An answer that is JSON. */
export interface JsonAnswer {
  status: number;
  body: unknown;
}

/** An answer as it goes over the wire. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** Writes JSON out. */
export function toRaw({ status, body }: JsonAnswer): RawAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}

/** Sends a whole answer. */
export function send(response: ServerResponse, { status, headers, body }: RawAnswer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/** The way without its query; null when the request line cannot be read. */
export function readUrl(request: IncomingMessage): { path: string; query: URLSearchParams } | null {
  // A request line may hold "//", which alone is no address.
  const url = URL.parse(`http://sandbox${request.url ?? ''}`);
  return url && { path: url.pathname, query: url.searchParams };
}

/** Longest body that is read. */
const BODY_LIMIT_BYTES = 1_000_000;

/**
 * Reads a JSON body to its end. Undefined when there is none, it is longer than a megabyte, is not JSON, or does not
 * say that it is.
 *
 * @throws {Error} when the client goes away before it has sent all.
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request) {
    sizeBytes += chunk.length;
    if (sizeBytes <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  if (sizeBytes > BODY_LIMIT_BYTES || !request.headers['content-type']?.startsWith('application/json'))
    return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    return undefined;
  }
}
