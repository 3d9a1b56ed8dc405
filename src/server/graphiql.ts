import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Asset, type AssetSet, type Encoding, loadAssets } from './graphiql/assets.ts';
import { renderPage } from './graphiql/page.ts';
import type { FitTab } from './graphiql/tabs.ts';

/** GraphiQL as a part of an HTTP server. */
export interface Graphiql {
  /**
   * Answers what belongs to GraphiQL: the page for a browser that opens the endpoint, and the files it loads.
   *
   * @param headers go with the answer besides its own.
   * @returns false, at once and with the response untouched, when the request is not for GraphiQL; else a promise
   * of true that never rejects.
   */
  handle(
    request: IncomingMessage,
    response: ServerResponse,
    headers?: Readonly<Record<string, string>>,
  ): false | Promise<true>;
}

/** What GraphiQL needs to know. */
export interface GraphiqlOptions {
  /** Path of the GraphQL endpoint, `/graphql`. */
  endpoint: string;
  /** Is told what went wrong when files cannot be read; the browser gets a bare 500, and the next one a new try. */
  onError: (error: unknown) => void;
  /** Default: every ready-made tab, as it is. */
  fitTab?: FitTab;
  /** Where the files come from, called until it has succeeded once; by default from this package. */
  loadFiles?: typeof loadAssets;
}

/**
 * GraphiQL from files of this package alone, as cacheable and compressed answers.
 *
 * Nothing is read before the first browser comes. Files live beside the endpoint, under `graphiql/<hash>/`.
 */
export function createGraphiql(options: GraphiqlOptions): Graphiql {
  const filesPath = options.endpoint.replace(/[^/]*$/, 'graphiql/');
  let loading: Promise<AssetSet> | null = null;
  const assetSet = () => {
    loading ??= (options.loadFiles ?? loadAssets)(options.fitTab).catch((error) => {
      loading = null;
      throw error;
    });
    return loading;
  };

  const answer = async (
    response: ServerResponse,
    headers: Readonly<Record<string, string>>,
    send: () => Promise<void>,
  ): Promise<true> => {
    try {
      response.setHeaders(new Headers({ ...headers, ...securityHeaders }));
      await send();
    } catch (error) {
      options.onError(error);
      if (response.headersSent) response.destroy();
      else sendText(response, 500, 'GraphiQL is not available.');
    }
    return true;
  };

  return {
    handle(request, response, headers = {}) {
      const [path = '', search = ''] = (request.url ?? '').split('?', 2);
      if (path === options.endpoint && asksForPage(request, search)) {
        return answer(response, headers, async () => sendPage(response, (await assetSet()).hash));
      }
      if (path.startsWith(filesPath)) {
        return answer(response, headers, async () =>
          sendFile(request, response, path.slice(filesPath.length), assetSet),
        );
      }
      return false;
    },
  };
}

/** A browser that opens the endpoint; a link with an operation in it is a GraphQL request like any other. */
function asksForPage(request: IncomingMessage, search: string): boolean {
  if (!isRead(request) || !request.headers.accept?.includes('text/html')) return false;
  const parameters = new URLSearchParams(search);
  return !['query', 'extensions', 'documentId'].some((name) => parameters.has(name));
}

function sendPage(response: ServerResponse, hash: string): void {
  response.setHeader('cache-control', 'private, no-store');
  response.setHeader('vary', 'accept');
  sendBody(response, 'text/html; charset=utf-8', Buffer.from(renderPage(hash)));
}

async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
  assetSet: () => Promise<AssetSet>,
): Promise<void> {
  if (!isRead(request)) {
    response.setHeader('allow', 'GET, HEAD');
    return sendText(response, 405, 'Only GET and HEAD.');
  }
  const { hash, assets } = await assetSet();
  const [askedHash, name, ...rest] = address.split('/');
  const asset: Asset | undefined = askedHash === hash && name && !rest.length ? assets.get(name) : undefined;
  if (!asset) return sendText(response, 404, 'No such file. Reload the page.');

  const encoding = chooseEncoding(request.headers['accept-encoding']);
  const etag = `"${hash}-${encoding}"`;
  response.setHeader('cache-control', 'public, max-age=31536000, immutable');
  response.setHeader('vary', 'accept-encoding');
  response.setHeader('etag', etag);
  if (request.headers['if-none-match']?.includes(etag)) {
    response.writeHead(304).end();
    return;
  }
  if (encoding !== 'identity') response.setHeader('content-encoding', encoding);
  sendBody(response, asset.type, await asset.read(encoding));
}

/** Node drops the body of an answer to HEAD and keeps its length. */
function sendBody(response: ServerResponse, type: string, body: Buffer): void {
  response.writeHead(200, { 'content-type': type, 'content-length': body.byteLength }).end(body);
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.setHeader('cache-control', 'private, no-store');
  response.removeHeader('content-encoding');
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

function isRead(request: IncomingMessage): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

/** Brotli, else gzip, where the browser takes it; `q=0` means that it does not. */
function chooseEncoding(acceptEncoding = ''): Encoding {
  const accepted = acceptEncoding
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.replace(/;.*/, '').trim().toLowerCase());
  if (accepted.includes('br')) return 'br';
  return accepted.includes('gzip') ? 'gzip' : 'identity';
}

/**
 * Scripts, styles and calls of this host alone; styles inline because the editor sets them so. Pictures may come from
 * anywhere: a result's url is shown when one points at it. No referrer, because it would tell other hosts where we are.
 */
const securityHeaders = {
  'content-security-policy': [
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self' data:",
    'img-src * data:',
    "worker-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;
