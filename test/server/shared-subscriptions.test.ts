import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { type Answer, subscribeOverSse, subscribeOverWebSocket } from '../support/gateway.ts';
import { KEY, OTHER_KEY, startServing, type TestServing } from './serving.ts';

type Subscribe = (
  gateway: TestServing,
  asked: { query: string; key: string | null; headers?: Record<string, string> },
) => AsyncGenerator<Answer>;

const WAYS: [string, Subscribe][] = [
  ['SSE, distinct connections', (gateway, asked) => subscribeOverSse(gateway, asked)],
  ['SSE, single connection', (gateway, asked) => subscribeOverSse(gateway, asked, true)],
  ['WebSocket', (gateway, asked) => subscribeOverWebSocket(gateway, asked)],
];

const hash = (token: string) => createHash('sha256').update(token).digest('hex');
const TOKENS = {
  PICTORY_API_KEY: 'pictai_of_the_gateway',
  GATEWAY_TOKENS: `web:read+generate:${hash('web-token')},robot:read:${hash('robot-token')}`,
};

/** Subscribers, once all of them are there. @param already how many there were before. */
async function gather(gateway: TestServing, subscribers: AsyncGenerator<Answer>[], already = 0) {
  const next = () => Promise.all(subscribers.map(async (events) => (await events.next()).value as Answer));
  // Nothing is sent before somebody asks.
  let first: Promise<Answer[]> | null = next();
  await gateway.happened(`changes for ${already + subscribers.length}`);
  return {
    /** The next answer of each. */
    async answers() {
      const answers = first ?? next();
      first = null;
      return answers;
    },
    leave: () => Promise.all(subscribers.map((events) => events.return(undefined))),
  };
}

describe.each(WAYS)('subscribers to one thing over %s', (_, subscribe) => {
  test('each have their own line in the log', async () => {
    await using gateway = await startServing();
    const query = 'subscription Watch { changes { number } }';
    const all = await gather(
      gateway,
      Array.from({ length: 3 }, () => subscribe(gateway, { query, key: KEY })),
    );
    for (const number of [1, 2]) {
      gateway.change(number);
      for (const answer of await all.answers()) {
        expect(answer).toEqual({ data: { changes: { number } }, extensions: { upstreamCalls: 0 } });
      }
    }
    await all.leave();
    const ended = () => gateway.log.filter(({ type }) => type === 'subscription');
    await expect.poll(() => ended().length).toBe(3);
    for (const line of ended()) expect(line).toMatchObject({ name: 'Watch', code: 'OK', events: 2 });
    expect(new Set(ended().map(({ requestId }) => requestId)).size).toBe(3);
  });

  test('stay when one leaves', async () => {
    await using gateway = await startServing();
    const asked = { query: 'subscription { changes { number } }', key: KEY };
    const [leaves, stay] = [await gather(gateway, [subscribe(gateway, asked)]), subscribe(gateway, asked)];
    const stays = await gather(gateway, [stay], 1);
    gateway.change(1);
    await Promise.all([leaves.answers(), stays.answers()]);
    await leaves.leave();
    gateway.change(2);
    expect(await stays.answers()).toMatchObject([{ data: { changes: { number: 2 } } }]);
    await stays.leave();
  });

  test('see their own tenant', async () => {
    await using gateway = await startServing();
    const query = 'subscription { changes { tenant } }';
    const all = await gather(
      gateway,
      [KEY, OTHER_KEY, KEY].map((key) => subscribe(gateway, { query, key })),
    );
    gateway.change(1);
    const tenants = (await all.answers()).map(({ data }) => data?.changes);
    expect(tenants[0]).toMatchObject({ tenant: expect.any(String) });
    expect(tenants[0]).toEqual(tenants[2]);
    expect(tenants[0]).not.toEqual(tenants[1]);
    await all.leave();
  });

  test('see what they may, each by their own rights', async () => {
    await using gateway = await startServing(TOKENS);
    const query = 'subscription { changes { number price } }';
    const all = await gather(
      gateway,
      ['Bearer web-token', 'Bearer robot-token'].map((key) => subscribe(gateway, { query, key })),
    );
    gateway.change(1);
    const [web, robot] = await all.answers();
    expect(web).toEqual({ data: { changes: { number: 1, price: 7 } }, extensions: { upstreamCalls: 0 } });
    expect(robot).toMatchObject({
      data: { changes: { number: 1, price: null } },
      errors: [{ path: ['changes', 'price'], extensions: { code: 'FORBIDDEN' } }],
    });
    await all.leave();
  });

  test('are told of a fault under the id of their own request', async () => {
    await using gateway = await startServing();
    const query = 'subscription { changes { number crash } }';
    const all = await gather(
      gateway,
      Array.from({ length: 2 }, () => subscribe(gateway, { query, key: KEY })),
    );
    gateway.change(1);
    const answers = await all.answers();
    const told = answers.map(({ errors }) => errors?.[0]?.message.split(' ').at(-1)?.slice(0, -1));
    expect(answers[0]).toMatchObject({ data: { changes: { number: 1, crash: null } } });
    const faults = gateway.log.filter(({ msg }) => msg === 'unexpected error');
    expect(new Set(told).size).toBe(2);
    expect(new Set(faults.map(({ requestId }) => requestId))).toEqual(new Set(told));
    await all.leave();
  });

  test('are each told what they have cost', async () => {
    await using gateway = await startServing();
    const asked = { query: 'subscription { changes { detail } }', key: KEY };
    const early = await gather(gateway, [subscribe(gateway, asked), subscribe(gateway, asked)]);
    const costs = (answers: Answer[]) => answers.map(({ extensions }) => extensions?.upstreamCalls);
    gateway.change(1);
    expect(costs(await early.answers())).toEqual([1, 1]);
    const late = await gather(gateway, [subscribe(gateway, asked)], 2);
    gateway.change(2);
    expect(costs(await early.answers())).toEqual([1, 1]);
    expect(costs(await late.answers())).toEqual([0]);
    await Promise.all([early.leave(), late.leave()]);
  });
});

test('whoever reads nothing holds nobody up', async () => {
  await using gateway = await startServing();
  const query = 'subscription { changes { number text(length: 300000) } }';
  const body = JSON.stringify({ query });
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.pause();
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  const webSocket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(webSocket, 'open');
  webSocket.send('{"type":"connection_init"}');
  await once(webSocket, 'message');
  webSocket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  webSocket.pause();
  await gateway.happened('changes for 2');

  const readers = WAYS.map(([, subscribe]) => subscribe(gateway, { query, key: null }));
  const all = await gather(gateway, readers, 2);
  for (let number = 1; number <= 20; number += 1) {
    gateway.change(number);
    for (const { data } of await all.answers()) expect(data).toMatchObject({ changes: { number } });
  }
  await all.leave();
  socket.destroy();
  webSocket.terminate();
});
