import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { KEY, startServing } from './serving.ts';

const HELLO = { query: '{ hello }' };

/** The status, and the code and message of the first error, of a refusal. */
async function refusal(answer: Response) {
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const { errors, ...rest } = (await answer.json()) as {
    errors: { message: string; extensions: { code: string; retryable: boolean } }[];
  };
  expect(rest).not.toHaveProperty('data');
  return { status: answer.status, code: errors[0]?.extensions.code, message: errors[0]?.message };
}

describe('an operation', () => {
  test('is answered by POST and by GET', async () => {
    await using gateway = await startServing();
    const expected = { data: { hello: 'world' }, extensions: { upstreamCalls: 0 } };
    expect(await (await gateway.send(HELLO)).json()).toEqual(expected);
    expect(await (await fetch(`${gateway.url}?query={hello}`)).json()).toEqual(expected);
  });

  test('by GET takes its variables and extensions as JSON and its name as text', async () => {
    await using gateway = await startServing();
    const parameters = new URLSearchParams({
      query: 'query A($n: Int!) { text(length: $n) } query B { hello }',
      variables: '{"n":3}',
      operationName: 'A',
      extensions: '{}',
    });
    expect(await (await fetch(`${gateway.url}?${parameters}`)).json()).toMatchObject({
      data: { text: 'xxx' },
    });
  });

  test('tells how many upstream calls it has cost', async () => {
    await using gateway = await startServing();
    const answer = await gateway.send({ query: '{ upstream(calls: 3) }' });
    expect(await answer.json()).toMatchObject({ extensions: { upstreamCalls: 3 } });
  });

  test('may carry an idempotency key', async () => {
    await using gateway = await startServing();
    const query = { query: '{ idempotencyKey }' };
    const answer = await gateway.send(query, { 'idempotency-key': 'order-1' });
    expect(await answer.json()).toMatchObject({ data: { idempotencyKey: 'order-1' } });
    expect(await (await gateway.send(query)).json()).toMatchObject({ data: { idempotencyKey: null } });
  });

  test('that mutates is not taken by GET, and nothing is done', async () => {
    await using gateway = await startServing();
    const answer = await fetch(`${gateway.url}?query=mutation{write}`);
    expect(answer.headers.get('allow')).toBe('POST');
    expect(await refusal(answer)).toMatchObject({ status: 405, code: 'BAD_REQUEST' });
    expect(gateway.events).toEqual([]);
  });

  test('that is a subscription needs a client that takes events', async () => {
    await using gateway = await startServing();
    const answer = await gateway.send(
      { query: 'subscription { count(to: 1) }' },
      { accept: 'application/json' },
    );
    expect(await refusal(answer)).toMatchObject({ status: 406, code: 'BAD_REQUEST' });
  });

  test('stops when its client leaves, and is written down as such', async () => {
    await using gateway = await startServing();
    const leaving = new AbortController();
    const answer = fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ slow }' }),
      signal: leaving.signal,
    });
    await gateway.happened('slow begins');
    leaving.abort();
    await expect(answer).rejects.toThrow();
    await gateway.happened('slow aborted');
    await expect.poll(() => gateway.log).toMatchObject([{ msg: 'operation', code: 'ABANDONED' }]);
  });
});

describe('an answer', () => {
  test('has the media type that the client prefers', async () => {
    await using gateway = await startServing();
    const typeFor = async (accept: string) =>
      (await gateway.send(HELLO, { accept })).headers.get('content-type')?.split(';')[0];
    expect(await typeFor('application/json')).toBe('application/json');
    expect(await typeFor('application/graphql-response+json, application/json;q=0.9')).toBe(
      'application/graphql-response+json',
    );
    expect(await typeFor('application/graphql-response+json;q=0.5, application/json')).toBe(
      'application/json',
    );
    expect(await typeFor('text/html, */*;q=0.1')).toBe('application/json');
    expect(await typeFor('application/graphql-response+json, text/event-stream, multipart/mixed')).toBe(
      'application/graphql-response+json',
    );
  });

  test('that no media type fits is refused', async () => {
    await using gateway = await startServing();
    const answer = await gateway.send(HELLO, { accept: 'text/html, application/json;q=0' });
    expect(await refusal(answer)).toMatchObject({ status: 406, code: 'BAD_REQUEST' });
  });

  test('is nobody else’s to keep', async () => {
    await using gateway = await startServing();
    expect((await gateway.send(HELLO)).headers.get('cache-control')).toBe('private, no-store');
    expect((await gateway.send({})).headers.get('cache-control')).toBe('private, no-store');
  });

  test('is compressed when it is long and the client takes it', async () => {
    await using gateway = await startServing();
    const raw = (query: string, encoding: string) =>
      new Promise<{ encoding: string | undefined; body: Buffer }>((resolve, reject) => {
        const sent = request(gateway.url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'accept-encoding': encoding },
        });
        sent.on('error', reject);
        sent.on('response', async (answer) => {
          const chunks: Buffer[] = [];
          for await (const chunk of answer) chunks.push(chunk);
          resolve({ encoding: answer.headers['content-encoding'], body: Buffer.concat(chunks) });
        });
        sent.end(JSON.stringify({ query }));
      });
    const long = await raw('{ text(length: 5000) }', 'gzip');
    expect(long.encoding).toBe('gzip');
    expect(JSON.parse(gunzipSync(long.body).toString())).toMatchObject({ data: { text: 'x'.repeat(5000) } });
    expect((await raw('{ text(length: 5000) }', 'identity')).encoding).toBeUndefined();
    expect((await raw('{ hello }', 'gzip')).encoding).toBeUndefined();
  });

  test('carries the client’s request id, or one of ours', async () => {
    await using gateway = await startServing();
    const idFor = async (id: string) =>
      (await gateway.send(HELLO, { 'x-request-id': id })).headers.get('x-request-id');
    expect(await idFor('order-17:a')).toBe('order-17:a');
    expect(await idFor('with spaces')).toMatch(/^[0-9a-f-]{36}$/);
    expect(await idFor('x'.repeat(101))).toMatch(/^[0-9a-f-]{36}$/);
    expect((await gateway.send(HELLO)).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('carries it whatever kind of answer it is', async () => {
    await using gateway = await startServing();
    const host = new URL(gateway.url).origin;
    const headers = { 'x-request-id': 'order-17' };
    const json = { ...headers, 'content-type': 'application/json', accept: 'text/event-stream' };
    const subscription = JSON.stringify({ query: 'subscription { count(to: 1) }' });
    const answers = await Promise.all([
      fetch(gateway.url, { method: 'OPTIONS', headers }),
      fetch(gateway.url, { method: 'PATCH', headers }),
      fetch(`${host}/`, { headers: { ...headers, accept: 'text/html' }, redirect: 'manual' }),
      fetch(`${host}/nowhere`, { headers }),
      fetch(`${host}/health`, { headers }),
      fetch(gateway.url, { method: 'POST', headers: json, body: subscription }),
    ]);
    for (const answer of answers) expect(answer.headers.get('x-request-id')).toBe('order-17');
    for (const answer of answers) await answer.body?.cancel();
  });

  test.each([
    ['gzip', 'long'],
    ['identity', 'long'],
    [undefined, 'long'],
    ['gzip', 'short'],
  ])('says that it varies: to one who takes %s, a %s one', async (encoding, size) => {
    await using gateway = await startServing();
    const { port } = new URL(gateway.url);
    const body = JSON.stringify({ query: `{ text(length: ${size === 'long' ? 5000 : 5}) }` });
    const asked = request({
      port,
      path: '/graphql',
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(encoding && { 'accept-encoding': encoding }) },
    });
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.headers.vary?.toLowerCase()).toBe(size === 'long' ? 'origin, accept-encoding' : 'origin');
  });
});

describe('a request is refused', () => {
  test.each([
    ['form', 'application/x-www-form-urlencoded', 'query={hello}'],
    ['multipart', 'multipart/form-data; boundary=x', '--x--'],
    ['plain text', 'text/plain', '{"query":"{ hello }"}'],
    ['bare GraphQL', 'application/graphql', '{ hello }'],
    ['other charset', 'application/json; charset=utf-16', '{}'],
    ['nothing', '', '{}'],
  ])('with 415 when it comes as %s', async (_name, type, body) => {
    await using gateway = await startServing();
    const answer = await fetch(gateway.url, { method: 'POST', headers: { 'content-type': type }, body });
    expect(await refusal(answer)).toMatchObject({ status: 415, code: 'BAD_REQUEST' });
  });

  test('with 415 when it is compressed', async () => {
    await using gateway = await startServing();
    const answer = await gateway.send(HELLO, { 'content-encoding': 'gzip' });
    expect(await refusal(answer)).toMatchObject({ status: 415, code: 'BAD_REQUEST' });
  });

  test.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a text', '"{ hello }"'],
    ['null', 'null'],
    ['a batch', '[{"query":"{ hello }"}]'],
    ['no query', '{}'],
    ['an empty query', '{"query":""}'],
    ['a query that is a number', '{"query":1}'],
    ['variables that are a list', '{"query":"{ hello }","variables":[]}'],
    ['variables that are a text', '{"query":"{ hello }","variables":"{}"}'],
    ['extensions that are a text', '{"query":"{ hello }","extensions":"{}"}'],
    ['an operation name that is a number', '{"query":"{ hello }","operationName":1}'],
    ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ])('with 400 when its body is %s', async (_name, body) => {
    await using gateway = await startServing();
    const answer = await fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(await refusal(answer)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  });

  test('with 400 when a parameter of its URL is not JSON', async () => {
    await using gateway = await startServing();
    const answer = await fetch(`${gateway.url}?query={hello}&variables={`);
    expect(await refusal(answer)).toMatchObject({
      status: 400,
      code: 'BAD_REQUEST',
      message: 'The parameter "variables" is not JSON.',
    });
  });

  test('with 405 for other methods', async () => {
    await using gateway = await startServing();
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const answer = await fetch(gateway.url, { method });
      expect(answer.headers.get('allow')).toBe('POST, GET, OPTIONS');
      expect(await refusal(answer)).toMatchObject({ status: 405, code: 'BAD_REQUEST' });
    }
  });

  test('with 404 at other paths', async () => {
    await using gateway = await startServing();
    const answer = await fetch(new URL('/graphql/other', gateway.url));
    expect(await refusal(answer)).toMatchObject({ status: 404, code: 'BAD_REQUEST' });
  });

  test('with 413 when it says that it is too long, and when it turns out to be', async () => {
    await using gateway = await startServing({ BODY_LIMIT_BYTES: '2000' });
    const body = JSON.stringify({ query: `{ hello } #${'x'.repeat(3000)}` });
    const headers = { 'content-type': 'application/json' };
    const said = await fetch(gateway.url, { method: 'POST', headers, body });
    expect(await refusal(said)).toMatchObject({ status: 413, code: 'BAD_REQUEST' });
    const inChunks = { method: 'POST', headers, body: new Blob([body]).stream(), duplex: 'half' };
    const chunked = await fetch(gateway.url, inChunks);
    expect(await refusal(chunked)).toMatchObject({ status: 413, code: 'BAD_REQUEST' });
    const fits = await gateway.send({ query: `{ hello } #${'x'.repeat(1500)}` });
    expect(fits.status).toBe(200);
  });

  test('with 400 when it is not HTTP, in JSON all the same', async () => {
    await using gateway = await startServing();
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.write('NONSENSE\r\n\r\n');
    await once(socket, 'close');
    const [head, body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(JSON.parse(body)).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});

test('a client that leaves in the middle of its body harms nobody', async () => {
  await using gateway = await startServing();
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query":',
  );
  socket.destroy();
  expect((await gateway.send(HELLO)).status).toBe(200);
  expect(gateway.log.filter(({ level }) => level === 'error')).toEqual([]);
});

test('two callers with different keys never see one another’s data, however their requests are mixed', async () => {
  await using gateway = await startServing();
  const keys = Array.from({ length: 40 }, (_, index) => `${KEY}_${index % 4}`);
  const answers = await Promise.all(
    keys.map(async (authorization) =>
      (await gateway.send({ query: '{ tenant principal }' }, { authorization })).json(),
    ),
  );
  const byKey = Map.groupBy(answers, (_, index) => keys[index]);
  const seen = [...byKey.values()].map((same) => new Set(same.map((answer) => JSON.stringify(answer))));
  expect(seen.map((answersOfOne) => answersOfOne.size)).toEqual([1, 1, 1, 1]);
  expect(new Set(seen.flatMap((answersOfOne) => [...answersOfOne])).size).toBe(4);
});
