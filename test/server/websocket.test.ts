import { once } from 'node:events';
import { type Client, createClient } from 'graphql-ws';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createManualClock } from '../support/manual-clock.ts';
import { KEY, OTHER_KEY, startServing, type TestServing } from './serving.ts';

const urlOf = (gateway: TestServing) => gateway.url.replace('http', 'ws');

function connect(gateway: TestServing, connectionParams: Record<string, unknown> = {}): Client {
  return createClient({
    url: urlOf(gateway),
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    lazy: true,
  });
}

async function results(client: Client, query: string, variables: Record<string, unknown> = {}) {
  const seen: unknown[] = [];
  for await (const result of client.iterate({ query, variables })) seen.push(result);
  return seen;
}

/** A socket that speaks the protocol by hand. */
async function openSocket(
  gateway: TestServing,
  options: { headers?: Record<string, string>; protocol?: string } = {},
) {
  const socket = new WebSocket(urlOf(gateway), options.protocol ?? 'graphql-transport-ws', {
    headers: options.headers ?? {},
  });
  const messages: Record<string, unknown>[] = [];
  socket.on('message', (message) => messages.push(JSON.parse(String(message))));
  const closing = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
  await once(socket, 'open');
  return {
    socket,
    messages,
    send: (message: object) => socket.send(JSON.stringify(message)),
    async message() {
      while (messages.length === 0) await once(socket, 'message');
      return messages.shift();
    },
    closed: () => closing,
  };
}

describe('over a WebSocket', () => {
  test('queries, mutations and subscriptions are executed', async () => {
    await using gateway = await startServing();
    const client = connect(gateway);
    expect(await results(client, '{ hello }')).toEqual([
      { data: { hello: 'world' }, extensions: { upstreamCalls: 0 } },
    ]);
    expect(await results(client, 'mutation { write }')).toMatchObject([{ data: { write: 'written' } }]);
    expect(await results(client, 'subscription { count(to: 2) }')).toMatchObject([
      { data: { count: 1 } },
      { data: { count: 2 } },
    ]);
    await client.dispose();
  });

  test('what is refused is an error of the operation, with its code', async () => {
    await using gateway = await startServing();
    const client = connect(gateway);
    for (const [query, code] of [
      ['', 'BAD_REQUEST'],
      ['{', 'GRAPHQL_PARSE_FAILED'],
      ['{ unknown }', 'GRAPHQL_VALIDATION_FAILED'],
      ['query ($n: Int!) { text(length: $n) }', 'BAD_USER_INPUT'],
      [`{ ${'nested { '.repeat(20)} hello ${'}'.repeat(20)} }`, 'QUERY_TOO_COMPLEX'],
    ] as const) {
      await expect(results(client, query)).rejects.toMatchObject([
        { extensions: { code, retryable: false } },
      ]);
    }
    expect(await results(client, '{ hello }')).toHaveLength(1);
    await client.dispose();
  });

  test('parameters of the wrong form are refused, and the socket stays', async () => {
    await using gateway = await startServing();
    const { socket, send, message } = await openSocket(gateway);
    send({ type: 'connection_init' });
    await message();
    send({ type: 'subscribe', id: '1', payload: { query: '', documentId: 1 } });
    expect(await message()).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
    send({ type: 'subscribe', id: '1', payload: { query: '{ hello }' } });
    expect(await message()).toMatchObject({ type: 'next' });
    socket.terminate();
  });

  test('a failing subscription tells why, then completes', async () => {
    await using gateway = await startServing();
    const client = connect(gateway);
    expect(await results(client, 'subscription { failing }')).toMatchObject([
      { data: { failing: 1 } },
      { errors: [{ extensions: { code: 'JOB_WATCH_LIMIT' } }] },
    ]);
    expect(await results(client, 'subscription { refused }')).toMatchObject([
      { errors: [{ extensions: { code: 'JOB_NOT_FOUND' } }] },
    ]);
    await client.dispose();
  });

  test('introspection that is off is off here too', async () => {
    await using gateway = await startServing({ INTROSPECTION: 'false' });
    const client = connect(gateway);
    await expect(results(client, '{ __type(name: "Query") { name } }')).rejects.toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    await client.dispose();
  });

  test('only trusted documents are executed where that is so', async () => {
    await using gateway = await startServing({}, { trustedDocuments: new Map([['1', '{ hello }']]) });
    const client = connect(gateway);
    expect(await results(client, '{ hello }')).toHaveLength(1);
    await expect(results(client, '{hello}')).rejects.toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
    await client.dispose();
  });

  test('each operation counts for its caller’s rate', async () => {
    await using gateway = await startServing({ CALLER_RATE_PER_MINUTE: '2' });
    const client = connect(gateway, { authorization: KEY });
    await results(client, '{ hello }');
    await results(client, '{ hello }');
    await expect(results(client, '{ hello }')).rejects.toMatchObject([
      { extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) } },
    ]);
    await client.dispose();
  });
});

describe('who asks over a WebSocket', () => {
  const principal = async (gateway: TestServing, connectionParams: Record<string, unknown>) => {
    const client = connect(gateway, connectionParams);
    const [result] = (await results(client, '{ principal }')) as {
      data: { principal: string };
      errors?: { extensions: { code: string } }[];
    }[];
    await client.dispose();
    return result?.errors?.[0]?.extensions.code ?? result?.data.principal;
  };

  test('is told by connectionParams in any case, directly or under headers', async () => {
    await using gateway = await startServing();
    const expected = await principal(gateway, { authorization: KEY });
    expect(expected).toMatch(/^key:/);
    expect(await principal(gateway, { Authorization: `Bearer ${KEY}` })).toBe(expected);
    expect(await principal(gateway, { headers: { AUTHORIZATION: KEY } })).toBe(expected);
    expect(await principal(gateway, { authorization: OTHER_KEY })).not.toBe(expected);
    expect(await principal(gateway, {})).toBe('UNAUTHENTICATED');
    expect(await principal(gateway, { authorization: 42 })).toBe('UNAUTHENTICATED');
  });

  test('else by the upgrade request', async () => {
    await using gateway = await startServing();
    const { send, message, socket } = await openSocket(gateway, { headers: { authorization: KEY } });
    send({ type: 'connection_init' });
    expect(await message()).toEqual({ type: 'connection_ack' });
    send({ type: 'subscribe', id: '1', payload: { query: '{ principal }' } });
    expect(await message()).toMatchObject({
      payload: { data: { principal: expect.stringMatching(/^key:/) } },
    });
    socket.terminate();
  });
});

describe('a WebSocket', () => {
  test('that does not introduce itself in time is closed', async () => {
    const clock = createManualClock();
    await using gateway = await startServing({}, { clock });
    const { closed } = await openSocket(gateway);
    const { socket: introduced, send, message } = await openSocket(gateway);
    send({ type: 'connection_init' });
    await message();
    await clock.advance(10_000);
    expect(await closed()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
    expect(introduced.readyState).toBe(WebSocket.OPEN);
    introduced.terminate();
  });

  test.each([
    ['no JSON', 'nonsense', 4400],
    ['an unknown type', '{"type":"unknown"}', 4400],
    ['what only servers send', '{"type":"next","id":"1","payload":{}}', 4400],
    [
      'an operation before the introduction',
      '{"type":"subscribe","id":"1","payload":{"query":"{ hello }"}}',
      4401,
    ],
    [
      'a message that is too long',
      JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(3000) } }),
      1009,
    ],
  ])('that sends %s is closed, and nobody else is harmed', async (_name, text, code) => {
    await using gateway = await startServing({ BODY_LIMIT_BYTES: '2000' });
    const { socket, closed } = await openSocket(gateway);
    socket.send(text);
    expect(await closed()).toMatchObject({ code });
    expect((await gateway.send({ query: '{ hello }' })).status).toBe(200);
    expect(gateway.log.filter(({ level }) => level === 'error')).toEqual([]);
  });

  test('of another protocol is closed', async () => {
    await using gateway = await startServing();
    const socket = new WebSocket(urlOf(gateway), 'graphql-ws');
    const [error] = await once(socket, 'error');
    expect(error).toBeInstanceOf(Error);
  });

  test('holds a hundred operations and no more', async () => {
    await using gateway = await startServing();
    const client = connect(gateway);
    for (let index = 0; index < 100; index += 1) {
      client.subscribe({ query: '{ slow }' }, { next() {}, error() {}, complete() {} });
    }
    await expect(results(client, '{ slow }')).rejects.toMatchObject([
      { extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', retryable: true } },
    ]);
    gateway.release();
    await client.dispose();
  });

  test('that closes lets go of everything at once', async () => {
    await using gateway = await startServing();
    const { socket, send, message } = await openSocket(gateway);
    send({ type: 'connection_init' });
    await message();
    send({ type: 'subscribe', id: '1', payload: { query: 'subscription { forever }' } });
    send({ type: 'subscribe', id: '2', payload: { query: '{ slow }' } });
    await gateway.happened('forever begins');
    await gateway.happened('slow begins');
    socket.terminate();
    await gateway.happened('forever ends');
    await gateway.happened('slow aborted');
  });

  test('lets go of a subscription that its client ends', async () => {
    await using gateway = await startServing();
    const client = connect(gateway);
    const events = client.iterate({ query: 'subscription { forever }' });
    await events.next();
    await events.return?.(undefined);
    await gateway.happened('forever ends');
    expect(await results(client, '{ hello }')).toHaveLength(1);
    await client.dispose();
  });

  test('that sends and does not read is not read from either, and given up after a minute', async () => {
    const clock = createManualClock();
    await using gateway = await startServing({}, { clock });
    const { socket, closed } = await openSocket(gateway);
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(900_000) } });
    for (let sent = 0; sent < 60; sent += 1) socket.send(ping);
    let unsent = Number.POSITIVE_INFINITY;
    while (socket.bufferedAmount < unsent) {
      unsent = socket.bufferedAmount;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(unsent).toBeGreaterThan(20_000_000);
    for (let pings = 0; pings < 5; pings += 1) await clock.advance(15_000);
    socket.resume();
    expect(await closed()).toMatchObject({ code: 1006 });
  });

  test('is pinged, and given up when it does not answer', async () => {
    const clock = createManualClock();
    await using gateway = await startServing({}, { clock });
    const { socket, send, message, closed } = await openSocket(gateway);
    send({ type: 'connection_init' });
    await message();
    const pinged = once(socket, 'ping');
    await clock.advance(15_000);
    await pinged;
    // The answer goes out by itself; once nothing is read any more, none does.
    await gateway.send({ query: '{ hello }' });
    socket.pause();
    await clock.untilSleeping();
    await clock.advance(15_000);
    await clock.untilSleeping();
    await clock.advance(15_000);
    socket.resume();
    expect(await closed()).toMatchObject({ code: 1006 });
  });

  test('at another path, or from a foreign site, is refused as HTTP', async () => {
    await using gateway = await startServing({ CORS_ORIGINS: 'https://app.example' });
    const refusalOf = async (url: string, headers: Record<string, string> = {}) => {
      const socket = new WebSocket(url, 'graphql-transport-ws', { headers });
      socket.on('error', () => {});
      const [, answer] = await once(socket, 'unexpected-response');
      const chunks: Buffer[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      return { status: answer.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) };
    };
    const error = { errors: [{ extensions: { code: 'BAD_REQUEST' } }] };
    expect(await refusalOf(`${urlOf(gateway)}/other`)).toMatchObject({ status: 404, body: error });
    expect(await refusalOf(urlOf(gateway), { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      body: error,
    });
    const { socket } = await openSocket(gateway, { headers: { origin: 'https://app.example' } });
    socket.terminate();
  });
});
