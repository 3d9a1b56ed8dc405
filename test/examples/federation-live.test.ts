import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { subscribeOverSse, subscribeOverWebSocket } from '../support/gateway.ts';
import { OTHER_API_KEY } from '../support/sandbox.ts';
import { ask, type Supergraph, startSupergraph } from './supergraph.ts';

// What lasts, behind the gateway that passes it on. (@apollo/gateway has no subscriptions, and tells nobody that a client has left.)

let supergraph: Supergraph;
beforeAll(async () => {
  supergraph = await startSupergraph(['Hive Gateway']);
});
afterAll(() => supergraph?.[Symbol.asyncDispose]());

const key = SAMPLE_API_KEY;
const WATCH = `subscription ($id: ID!) { jobUpdated(id: $id) { status image { prompt campaigns { id } } } }`;

describe.each([
  ['server-sent events', subscribeOverSse],
  ['WebSocket', subscribeOverWebSocket],
])('a job watched through Hive Gateway over %s', (_, subscribe) => {
  const gateway = () => ({ url: supergraph.urlOf('Hive Gateway') });

  test('comes with each change, joined with other subgraphs, until it ends', async () => {
    await using _pictory = await supergraph.startPictory();
    const variables = { id: await startImageJob() };
    const events = await Array.fromAsync(subscribe(gateway(), { query: WATCH, variables, key }));

    expect(events.map(({ data, errors }) => errors ?? data?.jobUpdated)).toEqual([
      { status: 'IN_PROGRESS', image: null },
      { status: 'COMPLETED', image: { prompt: 'A lighthouse above the clouds', campaigns: [] } },
    ]);
  });

  test('is refused with its code to whoever has the wrong key', async () => {
    await using _pictory = await supergraph.startPictory();
    const variables = { id: await startImageJob() };
    const [event] = await Array.fromAsync(
      subscribe(gateway(), { query: WATCH, variables, key: 'pictai_nobody_has_this_key' }),
    );
    expect(event?.errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('Pictory does not accept this API key'),
        path: ['jobUpdated'],
        extensions: expect.objectContaining({ code: 'UNAUTHENTICATED', retryable: false }),
      }),
    ]);
  });

  test('is no longer read once its watcher has left', async () => {
    await using pictory = await supergraph.startPictory();
    pictory.sandbox.changeSettings({ jobTimesMs: 60_000 });
    const id = await startImageJob();
    for await (const { data } of subscribe(gateway(), { query: WATCH, variables: { id }, key })) {
      expect(data?.jobUpdated).toMatchObject({ status: 'IN_PROGRESS' });
      break;
    }
    await untilQuiet(pictory.sandbox);
  });
});

describe('a wait through Hive Gateway', () => {
  const WAIT = `query ($id: ID!) { job(id: $id, waitSeconds: 30) { status } }`;

  test('ends with the client who leaves, and goes on for another who asked the same', async () => {
    await using pictory = await supergraph.startPictory();
    pictory.sandbox.changeSettings({ jobTimesMs: 1500 });
    const variables = { id: await startImageJob() };
    const leaving = new AbortController();
    const url = supergraph.urlOf('Hive Gateway');
    const left = ask(url, { query: WAIT, variables, key }, leaving.signal);
    const stayed = ask(url, { query: WAIT, variables, key });
    await pictory.sandbox.nextCall({ path: '/v1/jobs/*' });
    await pictory.sandbox.nextCall({ path: '/v1/jobs/*' });
    leaving.abort();

    await expect(left).rejects.toThrow('aborted');
    expect(await stayed).toEqual({ data: { job: { status: 'COMPLETED' } } });
  });

  test('costs nothing more when everybody has left', async () => {
    await using pictory = await supergraph.startPictory();
    pictory.sandbox.changeSettings({ jobTimesMs: 60_000 });
    const id = await startImageJob();
    const leaving = new AbortController();
    const left = ask(
      supergraph.urlOf('Hive Gateway'),
      { query: WAIT, variables: { id }, key },
      leaving.signal,
    );
    await pictory.sandbox.nextCall({ path: '/v1/jobs/*' });
    leaving.abort();

    await expect(left).rejects.toThrow('aborted');
    await untilQuiet(pictory.sandbox);
  });
});

test.each([
  ['in another case', { Authorization: OTHER_API_KEY }, null],
  ['under headers', { headers: { AUTHORIZATION: OTHER_API_KEY } }, null],
  ['and is no text', { authorization: [5] }, 'UNAUTHENTICATED'],
])(
  'a key that comes with the parameters of a WebSocket %s counts, and no other instead',
  async (_, connectionParams, refusal) => {
    await using pictory = await supergraph.startPictory();
    const { id } = pictory.sandbox.library('other').images.items[0] ?? {};
    const client = createClient({
      url: supergraph.urlOf('Hive Gateway').replace(/^http/, 'ws'),
      connectionParams,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocol: string) {
          super(url, protocol, { headers: { authorization: SAMPLE_API_KEY } });
        }
      },
    });
    const { value } = await client.iterate({ query: '{ images(first: 1) { nodes { id } } }' }).next();
    await client.dispose();
    if (refusal) expect(value.errors).toMatchObject([{ extensions: { code: refusal } }]);
    else expect(value).toEqual({ data: { images: { nodes: [{ id: `Image:${id}` }] } } });
  },
);

test('a watcher of what another caller watches is told that there is no such job', async () => {
  await using _pictory = await supergraph.startPictory();
  const variables = { id: await startImageJob() };
  const url = supergraph.urlOf('Hive Gateway');
  const watch = (as: string) =>
    Array.fromAsync(subscribeOverSse({ url }, { query: WATCH, variables, key: as }));
  const [mine, theirs] = await Promise.all([watch(key), watch(OTHER_API_KEY)]);
  expect(mine.at(-1)?.data).toMatchObject({ jobUpdated: { status: 'COMPLETED' } });
  expect(theirs).toMatchObject([{ errors: [{ extensions: { code: 'JOB_NOT_FOUND' } }] }]);
});

test('nothing that Hive Gateway has printed holds a key', () => {
  expect(supergraph.printed()).toContain('Listening');
  expect(supergraph.printed()).not.toMatch(/pictai_\w/);
});

/** Starts a job through the supergraph. It lasts as long as the sandbox says. @returns its id. */
async function startImageJob(): Promise<string> {
  const query = `mutation {
    generateImage(input: { prompt: "A lighthouse above the clouds" }) { ... on GenerateImagePayload { jobId } }
  }`;
  const answer = await ask<{ generateImage: { jobId: string } }>(supergraph.urlOf('Hive Gateway'), {
    query,
    key,
  });
  expect(answer.data?.generateImage.jobId).toMatch(/^Job:/);
  return answer.data?.generateImage.jobId ?? '';
}

/** Resolves when no job has been read for ten of the intervals in which a watched one is. Never, should it still be watched. */
async function untilQuiet(sandbox: Sandbox): Promise<void> {
  const isRead = () => sandbox.nextCall({ path: '/v1/jobs/*' }).then(() => true);
  while (await Promise.race([isRead(), sleep(1000, false)]));
}
