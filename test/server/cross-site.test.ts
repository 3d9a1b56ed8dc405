import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { KEY, startServing, type TestServing } from './serving.ts';

const ALLOWED = 'https://app.example';
const HELLO = { query: '{ hello }' };

function corsOf(answer: Response): Record<string, string> {
  return Object.fromEntries([...answer.headers].filter(([name]) => name.startsWith('access-control-')));
}

describe('a browser on an allowed site', () => {
  test('may send and read, without credentials of the browser’s own', async () => {
    await using gateway = await startServing({ CORS_ORIGINS: `https://other.example, ${ALLOWED}` });
    const answer = await gateway.send(HELLO, { origin: ALLOWED, 'sec-fetch-site': 'cross-site' });
    expect(answer.status).toBe(200);
    expect(corsOf(answer)).toEqual({
      'access-control-allow-origin': ALLOWED,
      'access-control-expose-headers': 'x-request-id, retry-after',
    });
    expect(answer.headers.get('vary')).toContain('origin');
  });

  test('may read refusals too', async () => {
    await using gateway = await startServing({ CORS_ORIGINS: ALLOWED });
    const answer = await gateway.send({}, { origin: ALLOWED });
    expect(answer.status).toBe(400);
    expect(corsOf(answer)).toMatchObject({ 'access-control-allow-origin': ALLOWED });
  });

  test('is told beforehand what it may send', async () => {
    await using gateway = await startServing({ CORS_ORIGINS: ALLOWED });
    for (const path of ['', '/stream']) {
      const answer = await fetch(`${gateway.url}${path}`, {
        method: 'OPTIONS',
        headers: {
          origin: ALLOWED,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization, x-client',
        },
      });
      expect(answer.status).toBe(204);
      expect(corsOf(answer)).toEqual({
        'access-control-allow-origin': ALLOWED,
        'access-control-allow-methods': 'GET, POST, PUT, DELETE',
        'access-control-allow-headers': 'authorization, x-client',
        'access-control-expose-headers': 'x-request-id, retry-after',
        'access-control-max-age': '7200',
      });
    }
  });
});

describe('a browser on a foreign site', () => {
  const foreign: [string, Record<string, string>][] = [
    ['origin', { origin: 'https://evil.example' }],
    ['origin that hides itself', { origin: 'null' }],
    ['origin like an allowed one', { origin: `${ALLOWED}.evil.example` }],
    ['Sec-Fetch-Site alone, as for a picture or a form', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site of a neighbour', { 'sec-fetch-site': 'same-site' }],
  ];

  async function refused(answer: Response) {
    expect(answer.status).toBe(403);
    expect(corsOf(answer)).toEqual({});
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  }

  test.each(foreign)('told by its %s is refused, whatever it sends', async (_name, headers) => {
    await using gateway = await startServing({ CORS_ORIGINS: ALLOWED });
    await refused(await gateway.send({ query: 'mutation { write }' }, headers));
    await refused(await fetch(`${gateway.url}?query={hello}`, { headers }));
    await refused(await fetch(gateway.url, { method: 'OPTIONS', headers }));
    await refused(await fetch(`${gateway.url}/stream`, { method: 'PUT', headers }));
    expect(gateway.events).toEqual([]);
  });
});

describe('a gateway of this machine that serves whoever asks', () => {
  const OPEN = { PICTORY_API_KEY: KEY, ALLOW_ANONYMOUS: 'true' };
  /** As a browser sends it whose page's name leads to this machine. */
  const ask = async (gateway: TestServing, host: string, headers: Record<string, string>) => {
    const { port } = new URL(gateway.url);
    const request = httpRequest(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', host: `${host}:${port}`, ...headers },
    });
    request.end(JSON.stringify(HELLO));
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    return answer.statusCode;
  };
  const sameOrigin = (gateway: TestServing, host: string) => ({
    origin: `http://${host}:${new URL(gateway.url).port}`,
    'sec-fetch-site': 'same-origin',
  });

  test('is not taken in by a foreign name that leads to it', async () => {
    await using gateway = await startServing(OPEN);
    expect(await ask(gateway, 'evil.example', sameOrigin(gateway, 'evil.example'))).toBe(403);
    expect(await ask(gateway, 'evil.example', { 'sec-fetch-site': 'same-origin' })).toBe(403);
    expect(await ask(gateway, 'localhost.evil.example', sameOrigin(gateway, 'localhost.evil.example'))).toBe(
      403,
    );
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      expect(await ask(gateway, host, sameOrigin(gateway, host))).toBe(200);
    }
  });

  test('takes other names where a credential is needed, or a proxy stands in front', async () => {
    await using guarded = await startServing();
    expect(await ask(guarded, 'api.example', sameOrigin(guarded, 'api.example'))).toBe(200);
    await using behindProxy = await startServing({ ...OPEN, TRUST_PROXY: 'true' });
    expect(await ask(behindProxy, 'api.example', sameOrigin(behindProxy, 'api.example'))).toBe(200);
  });
});

describe('no foreign site is', () => {
  const passes = async (gateway: TestServing, headers: Record<string, string>) =>
    (await gateway.send(HELLO, headers)).status;

  test('the gateway’s own, whatever scheme a proxy speaks', async () => {
    await using gateway = await startServing();
    const { host } = new URL(gateway.url);
    expect(await passes(gateway, { origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await passes(gateway, { origin: `https://${host}` })).toBe(200);
    expect(await passes(gateway, { 'sec-fetch-site': 'same-origin' })).toBe(200);
  });

  test('a person who types the address, or a program that is no browser', async () => {
    await using gateway = await startServing();
    expect(await passes(gateway, { 'sec-fetch-site': 'none' })).toBe(200);
    expect(await passes(gateway, {})).toBe(200);
  });
});
