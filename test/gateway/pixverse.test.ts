import { describe, expect, test } from 'vitest';
import { createPixverseSandbox } from '../../src/sandbox/pixverse-sandbox.ts';
import { SAMPLE_API_KEY } from '../../src/sandbox/sandbox.ts';
import {
  type Answer,
  type Gateway,
  startGateway,
  subscribeOverSse,
  subscribeOverWebSocket,
  WAYS,
} from '../support/gateway.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { CLEANER, pixverseEnvironment, READER } from '../support/pixverse.ts';
import { startSandbox } from '../support/sandbox.ts';

const LIST = `query ($first: Int, $after: String, $email: String) {
  pixverse { images(first: $first, after: $after, email: $email) {
    totalCount truncated nodes { id status isFinal url prompt } edges { cursor } pageInfo { hasNextPage endCursor }
  } }
}`;
const WATCH = 'subscription ($id: ID!) { pixverseImageUpdated(id: $id) { id status isFinal url } }';

interface Listed {
  pixverse: {
    images: {
      totalCount: number;
      nodes: ({ id: string; status: string; isFinal: boolean } | null)[];
      edges: { cursor: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    } | null;
  } | null;
}

/** A gateway in front of a simulated Pictory and a simulated PixVerse. */
async function startBoth(
  options: Parameters<typeof createPixverseSandbox>[0] = {},
  environment: Record<string, string> = {},
) {
  await using parts = new AsyncDisposableStack();
  const sandbox = parts.use(await startSandbox());
  const pixverse = parts.use(await createPixverseSandbox(options));
  const gateway = parts.use(
    await startGateway(sandbox, {
      ...pixverseEnvironment(pixverse),
      UPSTREAM_TIMEOUT_MS: '400',
      REQUEST_DEADLINE_MS: '1200',
      ...environment,
    }),
  );
  const list = (variables: object = {}, key: string | null = READER) =>
    gateway.ask<Listed>({ query: LIST, variables: { ...variables }, key });
  const started = parts.move();
  return { sandbox, pixverse, gateway, list, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

const codesOf = ({ errors = [] }: Answer<unknown>) => errors.map(({ extensions }) => extensions?.code);

describe('who is served PixVerse', () => {
  test.each(Object.entries(WAYS))('by %s: callers of the gateway itself, and nobody else', async (_, ask) => {
    await using both = await startBoth({}, { ALLOW_ANONYMOUS: 'true' });
    const { gateway, pixverse } = both;
    const id = pixverse.account().show(pixverse.account().start()).image_id;
    const questions = [
      { query: '{ pixverse { images(first: 1) { totalCount } } }' },
      { query: 'query ($id: ID!) { pixverse { image(id: $id) { id } } }', variables: { id } },
    ];
    for (const question of questions) {
      for (const key of [null, SAMPLE_API_KEY, 'pictai_somebody', CLEANER]) {
        expect(codesOf(await ask(gateway, { ...question, key }))).toEqual(['FORBIDDEN']);
      }
      expect(codesOf(await ask(gateway, { ...question, key: 'Bearer unknown' }))).toEqual([
        'UNAUTHENTICATED',
      ]);
    }
    expect(pixverse.calls).toEqual([]);
    for (const question of questions) {
      expect((await ask(gateway, { ...question, key: READER })).errors).toBeUndefined();
    }
  });

  test('nobody where there is no token: null, also for those who could be', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    const asked = { query: '{ pixverse { images { totalCount } } node(id: "PixverseImage:x") { id } }' };
    for (const key of [SAMPLE_API_KEY, null]) {
      expect(await gateway.ask({ ...asked, key })).toMatchObject({ data: { pixverse: null, node: null } });
    }
    const events = await Array.fromAsync(
      subscribeOverSse(gateway, { query: WATCH, variables: { id: 'x' }, key: SAMPLE_API_KEY }),
    );
    expect(events.flatMap(codesOf)).toEqual(['PIXVERSE_NOT_CONFIGURED']);
  });
});

describe('PixVerse images', () => {
  test('are paged to their end, each once, while others come and go', async () => {
    await using both = await startBoth({ imageCount: 130 });
    const { pixverse, list } = both;
    const account = pixverse.account();
    const seen: string[] = [];
    for (let after: string | null = null, round = 0; ; round++) {
      const { data }: Answer<Listed> = await list({ first: 30, after });
      const images = data?.pixverse?.images;
      seen.push(...(images?.nodes ?? []).map((image) => image?.id ?? ''));
      expect(images?.totalCount).toBe(account.images.length);
      if (!images?.pageInfo.hasNextPage) break;
      after = images.pageInfo.endCursor;
      for (let count = 0; count < 3 + 20 * round; count++) account.start();
    }
    expect(seen).toHaveLength(130);
    expect(new Set(seen).size).toBe(130);
  });

  test('are one call each page, told in the answer', async () => {
    await using both = await startBoth();
    expect((await both.list({ first: 20 })).extensions?.upstreamCalls).toBe(1);
    expect((await both.list({ first: 1000 })).data?.pixverse?.images?.nodes).toHaveLength(173);
    expect(codesOf(await both.list({ first: 0 }))).toEqual(['BAD_USER_INPUT']);
  });

  test('are found by id, by node and among nodes, and absent when they are gone', async () => {
    await using both = await startBoth();
    const { gateway, pixverse, list } = both;
    const [first, second] = (await list({ first: 2 })).data?.pixverse?.images?.nodes ?? [];
    const [, raw] = pixverse.account().images.map((image) => pixverse.account().show(image).image_id);
    const query = `query ($id: ID!, $bare: ID!, $raw: ID!, $gone: ID!, $ids: [ID!]!) {
      pixverse { byId: image(id: $id) { id } byBareId: image(id: $bare) { id } byTheirs: image(id: $raw) { id }
        gone: image(id: $gone) { id } }
      node(id: $id) { __typename id } nodes(ids: $ids) { id }
    }`;
    const id = first?.id as string;
    const variables = {
      id,
      bare: id.replace('PixverseImage:', ''),
      raw,
      gone: 'user:9042-pixverse:studio@example.org-image:1',
      ids: [second?.id, id],
    };
    expect(await gateway.ask({ query, variables, key: READER })).toMatchObject({
      data: {
        pixverse: { byId: { id }, byBareId: { id }, byTheirs: { id: second?.id }, gone: null },
        node: { __typename: 'PixverseImage', id },
        nodes: [{ id: second?.id }, { id }],
      },
    });
  });

  test.each(['PixverseImage:aGVsbG8', 'Job:x', 'aGVsbG8', 'PixverseImage:'])(
    'are not looked for under %s',
    async (id) => {
      await using both = await startBoth();
      const query = 'query ($id: ID!) { pixverse { image(id: $id) { id } } }';
      const answer = await both.gateway.ask({ query, variables: { id }, key: READER });
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      expect(both.pixverse.calls).toEqual([]);
    },
  );

  test('are not found by useapi.net’s own id where it does not belong, and it is not repeated', async () => {
    await using both = await startBoth();
    const id = 'user:9042-pixverse:studio@example.org-image:1';
    const query = 'query ($id: ID!, $job: ID!) { node(id: $id) { id } pixverse { image(id: $job) { id } } }';
    const answer = await both.gateway.ask({ query, variables: { id, job: `Job:${id}` }, key: READER });
    expect(codesOf(answer)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT']);
    expect(JSON.stringify(answer) + both.gateway.log()).not.toContain('example.org');
  });

  test('of several linked accounts need an email, and their cursors keep to it', async () => {
    await using both = await startBoth({
      accounts: [
        { email: 'a@example.org', imageCount: 8 },
        { email: 'b@example.org', imageCount: 9 },
      ],
    });
    const { list } = both;
    for (const email of [undefined, 'c@example.org', 'nobody']) {
      const answer = await list({ email });
      expect(codesOf(answer)).toEqual(['BAD_USER_INPUT']);
      expect(answer.errors?.[0]?.message).not.toContain('@');
    }
    const mine = (await list({ first: 3, email: 'a@example.org' })).data?.pixverse?.images;
    const after = mine?.pageInfo.endCursor;
    expect(mine?.totalCount).toBe(8);
    expect(codesOf(await list({ after, email: 'b@example.org' }))).toEqual(['INVALID_CURSOR']);
    expect(
      (await list({ first: 9, after, email: 'a@example.org' })).data?.pixverse?.images?.nodes,
    ).toHaveLength(5);
  });

  test('keep their ids and cursors over a new secret and another process, and tell no address', async () => {
    const [old, next] = ['o'.repeat(32), 'n'.repeat(32)];
    await using sandbox = await startSandbox();
    await using pixverse = await createPixverseSandbox();
    const environment = pixverseEnvironment(pixverse);
    await using before = await startGateway(sandbox, { ...environment, GATEWAY_SECRET: old });
    await using after = await startGateway(sandbox, { ...environment, GATEWAY_SECRET: `${next},${old}` });
    const first = await before.ask<Listed>({ query: LIST, variables: { first: 3 }, key: READER });
    const { nodes, pageInfo } = first.data?.pixverse?.images ?? {};
    const query = `query ($id: ID!, $after: String) {
      pixverse { image(id: $id) { prompt } images(first: 2, after: $after) { nodes { id } } } }`;
    const variables = { id: nodes?.[0]?.id, after: pageInfo?.endCursor };
    expect(await after.ask({ query, variables, key: READER })).toMatchObject({
      data: { pixverse: { image: { prompt: expect.any(String) }, images: { nodes: [{}, {}] } } },
    });
    for (const text of [JSON.stringify(first), before.log(), after.log()]) {
      expect(text).not.toMatch(/example\.org|@|sandbox-sample-token/);
    }
    for (const sealed of [nodes?.[0]?.id.replace('PixverseImage:', ''), pageInfo?.endCursor]) {
      expect(Buffer.from(sealed ?? '', 'base64url').toString('latin1')).not.toContain('example');
    }
  });
});

describe('when PixVerse is in trouble', () => {
  test.each([
    [412, 'PIXVERSE_CREDITS_EXHAUSTED', false],
    [422, 'PIXVERSE_REFUSED', false],
    [596, 'PIXVERSE_ACCOUNT_DISCONNECTED', false],
    [401, 'UPSTREAM_MISCONFIGURED', false],
    [402, 'UPSTREAM_MISCONFIGURED', false],
    [500, 'UPSTREAM_UNAVAILABLE', true],
  ])('a %i is %s, and tells nothing that was not meant for clients', async (status, code, retryable) => {
    await using both = await startBoth();
    const body = { error: 'Account studio@example.org needs care', code: status };
    both.pixverse.addFault({ effect: { kind: 'status', status, body } });
    const answer = await both.list();
    expect(answer).toMatchObject({
      data: { pixverse: { images: null } },
      errors: [{ path: ['pixverse', 'images'], extensions: { code, retryable } }],
    });
    expect(JSON.stringify(answer) + both.gateway.log()).not.toContain('example.org');
  });

  test('a 429 is PIXVERSE_BUSY, with the time to wait', async () => {
    await using both = await startBoth();
    both.pixverse.addFault({ effect: { kind: 'rate-limit', retryAfter: 30 } });
    expect(await both.list()).toMatchObject({
      errors: [{ extensions: { code: 'PIXVERSE_BUSY', retryable: true, retryAfterSeconds: 30 } }],
    });
  });

  test.each([
    ['a hang', { kind: 'hang' }, 'UPSTREAM_TIMEOUT'],
    ['a reset', { kind: 'reset' }, 'UPSTREAM_UNAVAILABLE'],
    ['half an answer', { kind: 'reset', when: 'during' }, 'UPSTREAM_UNAVAILABLE'],
    ['HTML', { kind: 'html', status: 200 }, 'UPSTREAM_INVALID_RESPONSE'],
    ['truncated JSON', { kind: 'truncate' }, 'UPSTREAM_INVALID_RESPONSE'],
    ['the bot filter', { kind: 'html', status: 403 }, 'UPSTREAM_BLOCKED'],
  ] as const)('%s is typed, and Pictory beside it is served', async (_, effect, code) => {
    await using both = await startBoth();
    both.pixverse.addFault({ effect });
    const query = '{ pixverse { images { totalCount } } images(first: 2) { nodes { id } } }';
    const answer = await both.gateway.ask({ query, key: READER });
    expect(codesOf(answer)).toEqual([code]);
    expect(answer.data).toMatchObject({ pixverse: { images: null }, images: { nodes: [{}, {}] } });
  });

  test('passing trouble is not noticed, and entries that cannot be shown cost themselves', async () => {
    await using both = await startBoth({ waitingCount: 0 });
    both.pixverse.addFault({ times: 1, effect: { kind: 'status', status: 503 } });
    both.pixverse.addFault({
      times: 1,
      effect: { kind: 'patch', item: 1, patch: { image_id: null, new: 1 } },
    });
    const answer = await both.list({ first: 3 });
    expect(answer.data?.pixverse?.images?.nodes.map((image) => image?.status ?? null)).toEqual([
      'COMPLETED',
      null,
      'COMPLETED',
    ]);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
    expect(answer.errors?.[0]?.message).toContain('useapi.net');
  });

  test('a host that is down is left alone, without a word about Pictory’s', async () => {
    await using both = await startBoth();
    both.pixverse.addFault({ effect: { kind: 'status', status: 500 } });
    await Promise.all(Array.from({ length: 12 }, (_, index) => both.list({ first: index + 1 })));
    both.pixverse.clearCalls();
    expect(codesOf(await both.list())).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(both.pixverse.calls).toEqual([]);
    const pictory = await both.gateway.ask({ query: '{ images(first: 1) { nodes { id } } }', key: READER });
    expect(pictory.errors).toBeUndefined();
  });
});

describe('watching a PixVerse image', () => {
  const watchers = [subscribeOverSse, subscribeOverWebSocket];
  const watch = (gateway: Gateway, id: string) =>
    watchers.map((subscribe) => subscribe(gateway, { query: WATCH, variables: { id }, key: READER }));

  test('two subscribers, over SSE and WebSocket, share one poll loop and get the end once', async () => {
    await using both = await startBoth({}, { JOB_POLL_INTERVAL_MS: '200', JOB_POLL_MAX_INTERVAL_MS: '200' });
    const { gateway, pixverse } = both;
    const account = pixverse.account();
    const image = account.show(account.start({ takesMs: 600_000 }));
    const begins = Date.now();
    const read = pixverse.nextCall({ path: '/images/*' });
    const streams = watch(gateway, image.image_id);
    const firsts = await Promise.all(streams.map((stream) => stream.next()));
    await (await read).ended;
    for (let reads = 0; reads < 4; reads++) await (await pixverse.nextCall({ path: '/images/*' })).ended;
    const intervals = (Date.now() - begins) / 180;
    expect(pixverse.calls.length).toBeLessThanOrEqual(intervals + 1);
    account.finish(image.image_id);
    const rests = await Promise.all(streams.map((stream) => Array.fromAsync(stream)));
    for (const [index, rest] of rests.entries()) {
      const events = [firsts[index]?.value as Answer, ...rest].map(({ data, errors }) => {
        expect(errors).toBeUndefined();
        return (data as { pixverseImageUpdated: { status: string; url: string | null } })
          .pixverseImageUpdated;
      });
      expect(events.map(({ status }) => status)).toEqual(['QUEUED', 'COMPLETED']);
      expect(events[1]?.url).toMatch(/\.png$/);
    }
    // Nobody watches: nobody reads.
    pixverse.clearCalls();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(pixverse.calls).toEqual([]);
  });

  test('goes through every state to moderation, and passes over passing trouble', async () => {
    const clock = createManualClock();
    await using both = await startBoth({ clock });
    const { gateway, pixverse } = both;
    const account = pixverse.account();
    pixverse.addFault({
      match: { path: '/images/*' },
      skip: 2,
      times: 1,
      effect: { kind: 'html', status: 502 },
    });
    const image = account.show(account.start({ prompt: 'Not so [moderate]', takesMs: 2_400 }));
    const [stream] = watch(gateway, image.image_id);
    const statuses: string[] = [];
    for await (const { data } of stream as AsyncIterable<Answer>) {
      statuses.push((data as { pixverseImageUpdated: { status: string } }).pixverseImageUpdated.status);
      await clock.advance(1_000);
    }
    expect(statuses).toEqual(['QUEUED', 'GENERATING', 'PROCESSING', 'MODERATED']);
  });

  test('ends at once for an image that is not there, and for one that is forged or not for this caller', async () => {
    await using both = await startBoth();
    const codeFor = async (id: string, key: string | null) => {
      const events = await Array.fromAsync(
        subscribeOverWebSocket(both.gateway, { query: WATCH, variables: { id }, key }),
      );
      return events.flatMap(codesOf);
    };
    const gone = 'user:9042-pixverse:studio@example.org-image:1';
    expect(await codeFor(gone, READER)).toEqual(['PIXVERSE_IMAGE_NOT_FOUND']);
    expect(await codeFor('PixverseImage:forged', READER)).toEqual(['BAD_USER_INPUT']);
    expect(await codeFor(gone, SAMPLE_API_KEY)).toEqual(['FORBIDDEN']);
    expect(both.gateway.log()).not.toContain('example.org');
  });
});
