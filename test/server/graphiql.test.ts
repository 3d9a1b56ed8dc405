import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadAssets } from '../../src/server/graphiql/assets.ts';
import { createGraphiql, type Graphiql } from '../../src/server/graphiql.ts';

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const errors: unknown[] = [];
let shared: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  shared = await serve(createGraphiql({ endpoint: '/graphql', onError: (error) => errors.push(error) }));
});
afterAll(() => shared.close());

async function serve(graphiql: Graphiql) {
  const server = createServer((incoming, response) => {
    if (!graphiql.handle(incoming, response)) response.writeHead(418).end('for somebody else');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((closed) => server.close(closed)),
  };
}

/** A request as it is, and its answer with the body as it came over the wire. */
function send(path: string, headers: IncomingHttpHeaders = {}, method = 'GET', port = shared.port) {
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers, agent: false }, async (response) => {
      const body = Buffer.concat(await response.toArray());
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
    })
      .on('error', reject)
      .end();
  });
}

async function fileAddresses(): Promise<string[]> {
  const page = (await send('/graphql', browser)).body.toString();
  return [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => `/${address}`);
}

async function addressOf(name: string): Promise<string> {
  const [first = ''] = await fileAddresses();
  return first.replace(/[^/]+$/, name);
}

describe('the page', () => {
  test('is what a browser gets that opens the endpoint', async () => {
    const page = await send('/graphql', browser);
    expect(page.status).toBe(200);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.body.toString()).toContain('<title>pictory-graphql</title>');
    expect(page.body.byteLength).toBeLessThan(2_000);
  });

  test.each([
    ['a GraphQL client', '/graphql', { accept: 'application/json' }, 'GET'],
    ['a client that takes anything', '/graphql', { accept: '*/*' }, 'GET'],
    ['a client that says nothing', '/graphql', {}, 'GET'],
    ['a browser that follows a link with a query', '/graphql?query=%7B__typename%7D', browser, 'GET'],
    ['a browser that follows a link with a stored query', '/graphql?documentId=x', browser, 'GET'],
    ['a POST from a browser', '/graphql', browser, 'POST'],
    ['another path', '/graphql/stream', browser, 'GET'],
    ['a path that only begins the same', '/graphiqlx', browser, 'GET'],
  ])('is not for %s', async (_who, path, headers, method) => {
    expect((await send(path, headers, method)).status).toBe(418);
  });

  test('is not stored, and tells caches that it depends on who asks', async () => {
    const { headers } = await send('/graphql', browser);
    expect(headers).toMatchObject({ 'cache-control': 'private, no-store', vary: 'accept' });
  });

  test('forbids inline scripts, other hosts, framing and referrers', async () => {
    const { headers, body } = await send('/graphql', browser);
    expect(headers['content-security-policy']).toMatchInlineSnapshot(
      `"default-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src * data:; worker-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"`,
    );
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
    expect(body.toString()).not.toMatch(/<script(?![^>]* src=)|https?:|\/\//);
  });

  test('names only files that are there', async () => {
    const addresses = await fileAddresses();
    expect(addresses.length).toBeGreaterThan(4);
    for (const address of addresses) expect([address, (await send(address)).status]).toEqual([address, 200]);
  });

  test('answers HEAD like GET, without the body', async () => {
    const head = await send('/graphql', browser, 'HEAD');
    const get = await send('/graphql', browser);
    expect(head.body.byteLength).toBe(0);
    expect(head.headers['content-length']).toBe(String(get.body.byteLength));
  });
});

describe('a file', () => {
  test('may be kept for good, because its address changes with its contents', async () => {
    const { headers } = await send(await addressOf('boot.js'));
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers.vary).toBe('accept-encoding');
    expect(await addressOf('boot.js')).toMatch(/^\/graphiql\/[0-9a-f]{16}\/boot\.js$/);
  });

  test.each([
    ['boot.js', 'text/javascript; charset=utf-8'],
    ['tabs.js', 'text/javascript; charset=utf-8'],
    ['graphql.worker.js', 'text/javascript; charset=utf-8'],
    ['graphiql.css', 'text/css; charset=utf-8'],
    ['favicon.svg', 'image/svg+xml'],
  ])('%s is %s', async (name, type) => {
    const { headers } = await send(await addressOf(name));
    expect(headers['content-type']).toBe(type);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
  });

  test.each([
    ['br, gzip, deflate', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip;q=1.0, br;q=0.5', 'br'],
    ['br;q=0, gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['brotli-like', undefined],
    ['identity', undefined],
    [undefined, undefined],
  ])('to a client that accepts %s goes as %s', async (accepted, encoding) => {
    const file = await addressOf('graphiql.css');
    const answer = await send(file, accepted === undefined ? {} : { 'accept-encoding': accepted });
    expect(answer.headers['content-encoding']).toBe(encoding);
    expect(answer.headers['content-length']).toBe(String(answer.body.byteLength));
    const plain = (await send(file)).body;
    const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
    expect(
      (encoding ? unpack[encoding as keyof typeof unpack](answer.body) : answer.body).equals(plain),
    ).toBe(true);
  });

  test('is not sent again to who has it', async () => {
    const file = await addressOf('boot.js');
    const { headers } = await send(file, { 'accept-encoding': 'br' });
    const again = await send(file, { 'accept-encoding': 'br', 'if-none-match': `W/"x", ${headers.etag}` });
    expect(again.status).toBe(304);
    expect(again.body.byteLength).toBe(0);
    expect(again.headers.etag).toBe(headers.etag);
    expect((await send(file, { 'if-none-match': headers.etag })).status).toBe(200);
  });

  test('answers HEAD like GET, without the body', async () => {
    const head = await send(await addressOf('graphiql.js'), { 'accept-encoding': 'gzip' }, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.body.byteLength).toBe(0);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(1_000_000);
  });

  test.each([
    '/graphiql/',
    '/graphiql/0000000000000000/boot.js',
    '/graphiql/boot.js',
    '/graphiql/%2e%2e/graphiql.ts',
    '/graphiql/../../package.json',
  ])('%s is not there, and that is not kept', async (path) => {
    const { status, headers } = await send(path, { 'accept-encoding': 'br' });
    expect(status).toBe(404);
    expect(headers['cache-control']).toBe('private, no-store');
  });

  test.each(['nothing.js', 'boot.js/', 'boot.js/x', '__proto__', 'tabs/01-images.graphql'])(
    '%s beside the files is not there',
    async (name) => {
      expect((await send(await addressOf(name))).status).toBe(404);
    },
  );

  test('cannot be written', async () => {
    const { status, headers } = await send(await addressOf('boot.js'), {}, 'POST');
    expect(status).toBe(405);
    expect(headers.allow).toBe('GET, HEAD');
  });
});

test('the first browser waits for the packing of the editor, others do not', async () => {
  const own = await serve(createGraphiql({ endpoint: '/graphql', onError: (error) => errors.push(error) }));
  const editor = await addressOf('graphiql.js');
  await send('/graphql', browser, 'GET', own.port);
  let packing = true;
  const packed = send(editor, { 'accept-encoding': 'br' }, 'HEAD', own.port).then(() => {
    packing = false;
  });
  let pages = 0;
  while (packing) {
    await send('/graphql', browser, 'GET', own.port);
    pages += 1;
  }
  await packed;
  await own.close();
  // Reading the file leaves time for a dozen, packing it for some hundred.
  expect(pages).toBeGreaterThan(60);
});

test('files that cannot be read are a bare 500 and a report, and are tried again', async () => {
  const reports: unknown[] = [];
  const loads = [() => Promise.reject(new Error('secret path')), loadAssets];
  const own = await serve(
    createGraphiql({
      endpoint: '/graphql',
      onError: (error) => reports.push(error),
      loadFiles: () => (loads.shift() ?? loadAssets)(),
    }),
  );
  const broken = await send('/graphql', browser, 'GET', own.port);
  const mended = await send('/graphql', browser, 'GET', own.port);
  await own.close();
  expect([broken.status, broken.body.toString()]).toEqual([500, 'GraphiQL is not available.\n']);
  expect(reports).toEqual([new Error('secret path')]);
  expect(mended.status).toBe(200);
});

test('nothing went wrong on the way', () => {
  expect(errors).toEqual([]);
});
