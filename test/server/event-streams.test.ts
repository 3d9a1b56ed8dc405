import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { createClient } from 'graphql-sse';
import { describe, expect, test } from 'vitest';
import { createManualClock } from '../support/manual-clock.ts';
import { KEY, startServing, type TestServing } from './serving.ts';

const EVENTS = { accept: 'text/event-stream' };
const COUNT = { query: 'subscription { count(to: 2) }' };

/** The events of an answer, until it ends or breaks off. */
async function* eventsOf(answer: Response): AsyncGenerator<{ event: string; data: string }> {
  let rest = '';
  for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(block) ?? [];
      if (event !== undefined && data !== undefined) yield { event, data };
    }
  }
}

async function collect(answer: Response) {
  const events: { event: string; data: unknown }[] = [];
  for await (const { event, data } of eventsOf(answer))
    events.push({ event, data: data && JSON.parse(data) });
  return events;
}

describe('a stream of its own', () => {
  test('carries the events of a subscription, then says that it is complete', async () => {
    await using gateway = await startServing();
    const answer = await gateway.send(COUNT, EVENTS);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(await collect(answer)).toEqual([
      { event: 'next', data: { data: { count: 1 }, extensions: { upstreamCalls: 0 } } },
      { event: 'next', data: { data: { count: 2 }, extensions: { upstreamCalls: 0 } } },
      { event: 'complete', data: '' },
    ]);
  });

  test('is never compressed', async () => {
    await using gateway = await startServing();
    const answer = await gateway.send(COUNT, { ...EVENTS, 'accept-encoding': 'gzip' });
    expect(answer.headers.get('content-encoding')).toBeNull();
    await collect(answer);
  });

  test('can be asked for by GET, and carries queries and refusals too', async () => {
    await using gateway = await startServing();
    const get = async (query: string) =>
      collect(await fetch(`${gateway.url}?${new URLSearchParams({ query })}`, { headers: EVENTS }));
    expect(await get('subscription { count(to: 1) }')).toHaveLength(2);
    expect(await get('{ hello }')).toEqual([
      { event: 'next', data: { data: { hello: 'world' }, extensions: { upstreamCalls: 0 } } },
      { event: 'complete', data: '' },
    ]);
    expect(await get('{ unknown }')).toMatchObject([
      { event: 'next', data: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] } },
      { event: 'complete' },
    ]);
  });

  test('tells a failure as its last event', async () => {
    await using gateway = await startServing();
    const failing = await collect(await gateway.send({ query: 'subscription { failing }' }, EVENTS));
    expect(failing).toMatchObject([
      { event: 'next', data: { data: { failing: 1 } } },
      { event: 'next', data: { errors: [{ extensions: { code: 'JOB_WATCH_LIMIT', retryable: true } }] } },
      { event: 'complete' },
    ]);
    const refused = await collect(await gateway.send({ query: 'subscription { refused }' }, EVENTS));
    expect(refused).toMatchObject([
      { event: 'next', data: { errors: [{ path: ['refused'], extensions: { code: 'JOB_NOT_FOUND' } }] } },
      { event: 'complete' },
    ]);
  });

  test('lets go of its source at once when the client leaves', async () => {
    await using gateway = await startServing();
    const answer = await gateway.send({ query: 'subscription { forever }' }, EVENTS);
    const events = eventsOf(answer);
    expect((await events.next()).value).toMatchObject({ event: 'next' });
    await events.return(undefined);
    await gateway.happened('forever ends');
    expect(gateway.log.at(-1)).toMatchObject({
      type: 'subscription',
      code: 'OK',
      events: 1,
      transport: 'http',
    });
  });

  test('is kept alive by comments', async () => {
    const clock = createManualClock();
    await using gateway = await startServing({}, { clock });
    const answer = await gateway.send({ query: 'subscription { forever }' }, EVENTS);
    const chunks = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readUntil = async (pattern: RegExp) => {
      while (!pattern.test(text)) text += (await chunks?.read())?.value ?? '';
    };
    await readUntil(/^:\n\nevent: next\n.*\n\n$/);
    await clock.untilSleeping();
    await clock.advance(12_000);
    await readUntil(/\n\n:\n\n$/);
    await chunks?.cancel();
  });
});

test('a client that does not read for a minute is given up, and its subscription with it', async () => {
  const clock = createManualClock();
  await using gateway = await startServing({}, { clock });
  const { port } = new URL(gateway.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.pause();
  const body = JSON.stringify({ query: 'subscription { flood }' });
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  await gateway.happened('flood begins');
  await clock.untilSleeping();
  for (let pings = 0; pings < 10; pings += 1) await clock.advance(12_000);
  await gateway.happened('flood ends');
  socket.destroy();
});

describe('one stream for many operations', () => {
  const url = (gateway: TestServing) => `${gateway.url}/stream`;

  async function reserve(gateway: TestServing) {
    const answer = await fetch(url(gateway), { method: 'PUT' });
    expect(answer.status).toBe(201);
    return { 'x-graphql-event-stream-token': await answer.text() };
  }

  const start = (gateway: TestServing, token: Record<string, string>, id: string, query: string) =>
    fetch(url(gateway), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...token },
      body: JSON.stringify({ query, extensions: { operationId: id } }),
    });

  test('carries each one’s events under its id', async () => {
    await using gateway = await startServing();
    const token = await reserve(gateway);
    expect((await start(gateway, token, 'early', '{ hello }')).status).toBe(409);
    const events = eventsOf(await fetch(url(gateway), { headers: { ...EVENTS, ...token } }));
    const next = async () => {
      const { value } = await events.next();
      return value && [value.event, JSON.parse(value.data)];
    };
    expect((await start(gateway, token, 'first', '{ hello }')).status).toBe(202);
    expect(await next()).toEqual([
      'next',
      { id: 'first', payload: { data: { hello: 'world' }, extensions: { upstreamCalls: 0 } } },
    ]);
    expect(await next()).toEqual(['complete', { id: 'first' }]);

    await start(gateway, token, 'wrong', '{');
    expect(await next()).toMatchObject([
      'next',
      { id: 'wrong', payload: { errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] } },
    ]);
    expect(await next()).toEqual(['complete', { id: 'wrong' }]);
    await events.return(undefined);
  });

  test('works with graphql-sse’s own client, credentials included', async () => {
    await using gateway = await startServing();
    const client = createClient({
      url: url(gateway),
      singleConnection: true,
      headers: { authorization: KEY },
      retryAttempts: 0,
    });
    const results = async (query: string) => {
      const seen: unknown[] = [];
      for await (const { data, errors } of client.iterate({ query })) seen.push(errors ?? data);
      return seen;
    };
    expect(
      await Promise.all([results('subscription { count(to: 2) }'), results('subscription { principal }')]),
    ).toEqual([[{ count: 1 }, { count: 2 }], [{ principal: expect.stringMatching(/^key:/) }]]);
    client.dispose();
  });

  test('ends an operation when it is deleted, and all when the stream closes', async () => {
    await using gateway = await startServing();
    const token = await reserve(gateway);
    const events = eventsOf(await fetch(url(gateway), { headers: { ...EVENTS, ...token } }));
    await start(gateway, token, 'a', 'subscription { forever }');
    await events.next();
    const deleted = await fetch(`${url(gateway)}?operationId=a`, { method: 'DELETE', headers: token });
    expect(deleted.status).toBe(200);
    await gateway.happened('forever ends');

    await start(gateway, token, 'b', '{ slow }');
    await gateway.happened('slow begins');
    await events.return(undefined);
    await gateway.happened('slow aborted');
    expect((await start(gateway, token, 'c', '{ hello }')).status).toBe(404);
  });

  test('is refused what is not of the protocol', async () => {
    await using gateway = await startServing();
    const token = await reserve(gateway);
    const status = async (method: string, headers: Record<string, string>, body: string | null = null) => {
      const answer = await fetch(url(gateway), { method, headers, body });
      await answer.body?.cancel();
      return answer.status;
    };
    const unknown = { 'x-graphql-event-stream-token': 'made-up' };
    const json = { 'content-type': 'application/json' };
    expect(await status('GET', { ...EVENTS, ...unknown })).toBe(404);
    expect(await status('POST', { ...json, ...unknown }, '{"query":"{ hello }"}')).toBe(404);
    expect(await status('DELETE', unknown)).toBe(404);
    expect(await status('POST', { ...json, ...token }, '{"query":"{ hello }"}')).toBe(400);
    expect(await status('POST', token, 'text')).toBe(415);
    expect(await status('PATCH', token)).toBe(405);

    const open = await fetch(url(gateway), { headers: { ...EVENTS, ...token } });
    expect(await status('GET', { ...EVENTS, ...token })).toBe(409);
    expect((await start(gateway, token, 'same', '{ slow }')).status).toBe(202);
    expect((await start(gateway, token, 'same', '{ slow }')).status).toBe(409);
    await open.body?.cancel();
  });

  test('holds a hundred operations and no more', async () => {
    await using gateway = await startServing();
    const token = await reserve(gateway);
    const open = await fetch(url(gateway), { headers: { ...EVENTS, ...token } });
    for (let index = 0; index < 100; index += 1) {
      expect((await start(gateway, token, `${index}`, '{ slow }')).status).toBe(202);
    }
    const refused = await start(gateway, token, 'one more', '{ slow }');
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', retryable: true } }],
    });
    await open.body?.cancel();
  });

  test('is reserved a hundred times by one client and no more, until some are opened or forgotten', async () => {
    const clock = createManualClock();
    await using gateway = await startServing({}, { clock });
    for (let index = 0; index < 99; index += 1) await reserve(gateway);
    const token = await reserve(gateway);
    const put = async () => (await fetch(url(gateway), { method: 'PUT' })).status;
    expect(await put()).toBe(429);
    const open = await fetch(url(gateway), { headers: { ...EVENTS, ...token } });
    expect([await put(), await put()]).toEqual([201, 429]);
    await clock.advance(30_000);
    expect(await put()).toBe(201);
    await open.body?.cancel();
  });

  test('that closes while an operation is being sent runs nothing', async () => {
    await using gateway = await startServing();
    const token = await reserve(gateway);
    const open = await fetch(url(gateway), { headers: { ...EVENTS, ...token } });
    const body = JSON.stringify({ query: '{ slow }', extensions: { operationId: 'late' } });
    const request = httpRequest(url(gateway), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': body.length, ...token },
    });
    const answered = once(request, 'response');
    request.write(body.slice(0, 10));
    await open.body?.cancel();
    while ((await start(gateway, token, 'probe', '{ hello }')).status !== 404) await setImmediate();
    request.on('error', () => {});
    request.end(body.slice(10));
    expect(((await answered)[0] as IncomingMessage).statusCode).toBe(404);
    expect(gateway.events).not.toContain('slow begins');
  });

  test('is forgotten when it is reserved and not opened', async () => {
    const clock = createManualClock();
    await using gateway = await startServing({}, { clock });
    const token = await reserve(gateway);
    await clock.advance(30_000);
    expect((await fetch(url(gateway), { headers: { ...EVENTS, ...token } })).status).toBe(404);
  });

  test('is not needed: without a token an operation has a stream of its own', async () => {
    await using gateway = await startServing();
    const client = createClient({ url: url(gateway), retryAttempts: 0 });
    const seen: unknown[] = [];
    for await (const { data } of client.iterate(COUNT)) seen.push(data);
    expect(seen).toEqual([{ count: 1 }, { count: 2 }]);
    client.dispose();
  });
});
