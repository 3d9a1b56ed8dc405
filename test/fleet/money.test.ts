import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Fleet, type Replica, startFleet, startRelay, watchJob } from '../support/fleet.ts';
import { type RedisServer, startRedis } from '../support/redis-server.ts';
import { OTHER_API_KEY, startSandbox } from '../support/sandbox.ts';

const PREFIX = 'fleet-test:';
/** Words that nothing else has in it. */
const PROMPT = 'Zebrafinches over a saffron lighthouse';
const IMAGES = { method: 'POST', path: '/v1/aistudio/images' } as const;

/** What became of a generation. */
interface Generated {
  __typename: string;
  jobId?: string;
  replayed?: boolean;
  code?: string;
  message?: string;
  retryable?: boolean;
}

/** Asks a replica for an image; aborting `signal` is a client that leaves. */
async function generate(
  replica: Replica,
  idempotencyKey: string | null,
  signal?: AbortSignal,
): Promise<Generated> {
  const answer = await replica.ask<{ generateImage: Generated | null }>(
    {
      query: `mutation ($input: GenerateImageInput!) { generateImage(input: $input) {
        __typename
        ... on GenerateImagePayload { jobId replayed }
        ... on PictoryError { code message }
        ... on NotStartedError { retryable } } }`,
      variables: { input: { prompt: PROMPT, ...(idempotencyKey === null ? {} : { idempotencyKey }) } },
      key: SAMPLE_API_KEY,
    },
    signal,
  );
  const generated = answer.data?.generateImage;
  if (!generated) throw new Error(JSON.stringify(answer));
  return generated;
}

/** Repeats a generation for as long as it is not started, which buys nothing, and may pass. */
async function generateAtLast(replica: Replica, idempotencyKey: string): Promise<Generated> {
  for (;;) {
    const generated = await generate(replica, idempotencyKey);
    if (generated.code !== 'NOT_STARTED') return generated;
    expect(generated.retryable).toBe(true);
    await sleep(100);
  }
}

const postsOf = (sandbox: Sandbox) => sandbox.calls.filter(({ method }) => method === 'POST').length;

async function readiness({ origin }: Replica): Promise<{ redis?: { state?: string } }> {
  return (await (await fetch(`${origin}/ready`)).json()) as { redis?: { state?: string } };
}

/** Resolves when every replica says so of its Redis. */
async function untilRedisIs(state: 'up' | 'away', fleet: Fleet): Promise<void> {
  for (const replica of fleet.replicas) {
    while ((await readiness(replica)).redis?.state !== state) await sleep(50);
  }
}

function startMoneyFleet(sandbox: Sandbox, redis: RedisServer, environment: Record<string, string> = {}) {
  return startFleet({
    replicas: 3,
    sandbox,
    environment: { REDIS_URL: redis.url, REDIS_PREFIX: PREFIX, ...environment },
  });
}

describe('an idempotency key at several replicas', () => {
  test('buys once, however many send it at once', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startMoneyFleet(sandbox, redis);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, sender) => generate(fleet.replica(sender % 3), 'finches')),
    );
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['GenerateImagePayload']));
    expect(new Set(answers.map(({ jobId }) => jobId)).size).toBe(1);
    expect(answers.filter(({ replayed }) => replayed)).toHaveLength(49);
    expect(sandbox.calls.filter(({ method }) => method === 'POST')).toMatchObject([{ path: IMAGES.path }]);
  }, 45_000);

  test('is not sent again when the answer was lost', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startMoneyFleet(sandbox, redis);
    sandbox.addFault({ match: { method: 'POST' }, times: 1, effect: { kind: 'reset', when: 'after' } });
    for (const replica of [fleet.replica(0), fleet.replica(1), fleet.replica(2), fleet.replica(0)]) {
      expect(await generate(replica, 'finches')).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    }
    expect(postsOf(sandbox)).toBe(1);
  }, 45_000);

  test('gives the job whose answer was lost, once a callback has named it', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using relay = await startRelay();
    await using fleet = await startMoneyFleet(sandbox, redis, { PUBLIC_URL: relay.url });
    relay.sendTo(fleet.replica(2));
    sandbox.addFault({ match: { method: 'POST' }, times: 1, effect: { kind: 'reset', when: 'after' } });
    expect(await generate(fleet.replica(0), 'finches')).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(await generate(fleet.replica(1), 'finches')).toMatchObject({ code: 'OUTCOME_UNKNOWN' });

    const [job] = sandbox.jobs().list.items;
    expect(sandbox.jobs().finish(job?.id ?? '')).toBe(true);
    await expect.poll(() => relay.statuses.length, { timeout: 5_000 }).toBe(1);
    for (const replica of fleet.replicas) {
      await expect
        .poll(() => generate(replica, 'finches'), { timeout: 5_000 })
        .toMatchObject({ jobId: `Job:${job?.id}`, replayed: true });
    }
    expect(postsOf(sandbox)).toBe(1);
  }, 45_000);

  test('gives a client who left its job elsewhere', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startMoneyFleet(sandbox, redis);
    sandbox.addFault({ match: { method: 'POST' }, times: 1, delayMs: 500 });
    const sent = sandbox.nextCall(IMAGES);
    const leaving = new AbortController();
    const left = expect(generate(fleet.replica(0), 'finches', leaving.signal)).rejects.toThrow();
    const call = await sent;
    await sleep(50);
    leaving.abort();
    await left;

    const repeat = await generate(fleet.replica(1), 'finches');
    expect(call.outcome).toBe('answered');
    const [job] = sandbox.jobs().list.items;
    expect(repeat).toMatchObject({ jobId: `Job:${job?.id}`, replayed: true });
    expect(postsOf(sandbox)).toBe(1);
  }, 45_000);

  test('is not sent again when its process was killed: unknown once its lease has ended, or the job it was given', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startMoneyFleet(sandbox, redis);
    const [killed, second, third] = [fleet.replica(0), fleet.replica(1), fleet.replica(2)];
    const given = await generate(killed, 'given');

    const send = (key: string, fault: Parameters<Sandbox['addFault']>[0]) => {
      sandbox.addFault({ match: { method: 'POST' }, times: 1, ...fault });
      const sent = sandbox.nextCall(IMAGES);
      // Whose process ends has no answer.
      const unanswered = expect(generate(killed, key)).rejects.toThrow();
      return { sent, unanswered };
    };
    const bought = send('bought', { effect: { kind: 'hang', when: 'after' } });
    await bought.sent;
    const notBought = send('not bought', { delayMs: 60_000 });
    await notBought.sent;
    await killed.kill();
    await Promise.all([bought.unanswered, notBought.unanswered]);

    expect(await generate(second, 'given')).toMatchObject({ jobId: given.jobId, replayed: true });
    const repeats = await Promise.all([
      generate(second, 'bought'),
      generate(third, 'bought'),
      generate(second, 'not bought'),
      generate(third, 'not bought'),
    ]);
    expect(repeats.map(({ code }) => code)).toEqual(Array(4).fill('OUTCOME_UNKNOWN'));
    await killed.restart();
    for (const key of ['bought', 'not bought']) {
      expect(await generate(killed, key)).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    }
    expect(await generate(killed, 'given')).toMatchObject({ jobId: given.jobId, replayed: true });
    expect(postsOf(sandbox)).toBe(3);
  }, 60_000);

  test('belongs to one request at all replicas, and to one principal', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startMoneyFleet(sandbox, redis);
    const { jobId } = await generate(fleet.replica(0), 'finches');
    const ask = (replica: Replica, prompt: string, key: string) =>
      replica.ask<{ generateImage: Generated }>({
        query: `mutation ($prompt: String!) { generateImage(input: { prompt: $prompt, idempotencyKey: "finches" }) {
          __typename ... on GenerateImagePayload { jobId replayed } } }`,
        variables: { prompt },
        key,
      });
    expect(await ask(fleet.replica(1), 'Something else', SAMPLE_API_KEY)).toMatchObject({
      data: { generateImage: { __typename: 'IdempotencyConflictError' } },
    });
    const theirs = await ask(fleet.replica(2), PROMPT, OTHER_API_KEY);
    expect(theirs).toMatchObject({ data: { generateImage: { replayed: false } } });
    expect(theirs.data?.generateImage.jobId).not.toBe(jobId);
    expect(postsOf(sandbox)).toBe(2);
  }, 45_000);

  test('of a batch gives each item its job at another replica', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startMoneyFleet(sandbox, redis);
    const batch = (replica: Replica) =>
      replica.ask<{ generateImages: Generated[] }>({
        query: `mutation ($inputs: [GenerateImageInput!]!) { generateImages(inputs: $inputs) {
          ... on GenerateImagePayload { jobId replayed } } }`,
        variables: { inputs: [1, 2, 3].map((number) => ({ prompt: `${PROMPT}, number ${number}` })) },
        key: SAMPLE_API_KEY,
        headers: { 'idempotency-key': 'flock' },
      });
    const [first, repeat] = [await batch(fleet.replica(0)), await batch(fleet.replica(1))];
    const jobs = first.data?.generateImages.map(({ jobId }) => jobId);
    expect(new Set(jobs).size).toBe(3);
    expect(repeat.data?.generateImages).toEqual(jobs?.map((jobId) => ({ jobId, replayed: true })));
    expect(postsOf(sandbox)).toBe(3);
  }, 45_000);

  test('whose process is killed before it has sent is sent by another, once', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startMoneyFleet(sandbox, redis, { UPSTREAM_CONCURRENCY: '1' });
    const [killed, second, third] = [fleet.replica(0), fleet.replica(1), fleet.replica(2)];
    await generate(second, 'warm');
    sandbox.addFault({ match: { method: 'GET', path: '/v1/quota' }, times: 1, effect: { kind: 'hang' } });
    const occupied = sandbox.nextCall({ path: '/v1/quota' });
    const cut = [
      killed
        .ask({ query: '{ account { quota { aiCredits { used } } } }', key: SAMPLE_API_KEY })
        .catch(() => null),
      generate(killed, 'finches').catch(() => null),
    ];
    await occupied;
    while (!(await redis.dump()).some(({ value }) => String(value).includes('"reserved"'))) await sleep(20);
    await killed.kill();
    await Promise.all(cut);
    expect(postsOf(sandbox)).toBe(1);

    const repeats = await Promise.all([generate(second, 'finches'), generate(third, 'finches')]);
    expect(new Set(repeats.map(({ jobId }) => jobId)).size).toBe(1);
    expect(repeats.map(({ replayed }) => replayed).toSorted()).toEqual([false, true]);
    expect(postsOf(sandbox)).toBe(2);
  }, 60_000);

  test('whose job Redis did not hear of, because it hung, gives it as soon as Redis is back', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startMoneyFleet(sandbox, redis);
    await generate(fleet.replica(0), 'warm');
    sandbox.addFault({ match: { method: 'POST' }, times: 1, delayMs: 800 });
    const sent = sandbox.nextCall(IMAGES);
    const first = generate(fleet.replica(0), 'finches');
    await sent;
    redis.freeze();
    const { jobId } = await first;
    const hammering = Promise.all(fleet.replicas.map((replica) => generateAtLast(replica, 'finches')));
    redis.thaw();
    await hammering;
    for (const replica of fleet.replicas) {
      await expect
        .poll(() => generate(replica, 'finches'), { timeout: 20_000 })
        .toMatchObject({ jobId, replayed: true });
    }
    expect(postsOf(sandbox)).toBe(2);
  }, 60_000);

  test('is remembered by the replicas when Redis is killed and comes back empty', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startMoneyFleet(sandbox, redis);
    const { jobId } = await generate(fleet.replica(0), 'finches');
    await redis.kill();
    // Some repeat all the while, so that each gets in at the first moment at which a replica lets it.
    const impatient = fleet.replicas.map((replica) => generateAtLast(replica, 'finches'));
    await untilRedisIs('away', fleet);
    await redis.restart();
    for (const repeat of await Promise.all(impatient))
      expect(repeat).toMatchObject({ jobId, replayed: true });
    await untilRedisIs('up', fleet);
    for (const replica of fleet.replicas) {
      expect(await generateAtLast(replica, 'finches')).toMatchObject({ jobId, replayed: true });
    }
    expect(postsOf(sandbox)).toBe(1);
  }, 60_000);
});

describe.each([
  ['killed', (redis: RedisServer) => redis.kill(), (redis: RedisServer) => redis.restart()],
  ['frozen', (redis: RedisServer) => redis.freeze(), (redis: RedisServer) => redis.thaw()],
] as const)('while Redis is away (%s)', (_, breakIt, mendIt) => {
  test('a keyed generation is not started, all else goes on, and readiness says so', async () => {
    await using redis = await startRedis();
    await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
    await using fleet = await startMoneyFleet(sandbox, redis);
    await untilRedisIs('up', fleet);
    await breakIt(redis);

    // At once, when nobody knows yet, and when everybody does.
    expect(await generate(fleet.replica(0), 'finches')).toMatchObject(NOT_STARTED);
    await untilRedisIs('away', fleet);
    for (const replica of fleet.replicas) {
      expect(await generate(replica, 'finches')).toMatchObject(NOT_STARTED);
    }
    expect(postsOf(sandbox)).toBe(0);

    for (const replica of fleet.replicas) {
      const { __typename, jobId } = await generate(replica, null);
      expect(__typename).toBe('GenerateImagePayload');
      const query = `{ images(first: 3) { nodes { id } } job(id: "${jobId}") { status } }`;
      expect(await replica.ask({ query, key: SAMPLE_API_KEY })).toMatchObject({
        data: { images: { nodes: [{}, {}, {}] }, job: { status: 'IN_PROGRESS' } },
      });
      expect((await fetch(`${replica.origin}/health`)).status).toBe(200);
    }
    expect(postsOf(sandbox)).toBe(3);

    await mendIt(redis);
    await untilRedisIs('up', fleet);
    const bought = await generateAtLast(fleet.replica(1), 'finches');
    expect(bought).toMatchObject({ __typename: 'GenerateImagePayload' });
    expect(await generateAtLast(fleet.replica(2), 'finches')).toMatchObject({
      jobId: bought.jobId,
      replayed: true,
    });
    expect(postsOf(sandbox)).toBe(4);
  }, 60_000);
});

const NOT_STARTED = { code: 'NOT_STARTED', retryable: true };

test('Redis holds no key, no prompt, nothing for ever and nothing without the prefix', async () => {
  await using redis = await startRedis();
  await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
  await using relay = await startRelay();
  await using fleet = await startMoneyFleet(sandbox, redis, {
    PUBLIC_URL: relay.url,
    CALLER_RATE_PER_MINUTE: '600',
    UPSTREAM_RATE_PER_MINUTE: '6000',
  });
  relay.sendTo(fleet.replica(1));

  // Everything that leaves a trace: lists, lookups, jobs that run, have ended, failed and were cleaned, callbacks, keys
  // whose generation is done, unknown, and under way.
  const [image] = sandbox.library().images.items;
  for (const replica of fleet.replicas) {
    await replica.ask({
      query: `{ images(first: 10) { nodes { id prompt } } videos(first: 5) { nodes { id } } assets(first: 5) { nodes { id } }
        jobs(first: 5) { nodes { id } } image(id: "Image:${image?.id}") { id } unknown: image(id: "Image:0") { id } }`,
      key: SAMPLE_API_KEY,
    });
  }
  const ended = await generate(fleet.replica(0), 'ended');
  const running = await generate(fleet.replica(1), 'running');
  await generate(fleet.replica(2), null);
  const watches = [ended.jobId, running.jobId].flatMap((jobId = '') =>
    [0, 1, 2].map((index) =>
      watchJob(fleet, { jobId, key: SAMPLE_API_KEY, index, fields: 'request { prompt } image { prompt }' }),
    ),
  );
  await Promise.all(watches.map(({ first }) => first));
  expect(sandbox.jobs().finish(ended.jobId?.replace('Job:', '') ?? '')).toBe(true);
  await Promise.all(watches.slice(0, 3).map(({ ended }) => ended));
  await fleet.replica(0).ask({
    query: `mutation { cleanJob(id: "${ended.jobId}") { __typename } }`,
    key: SAMPLE_API_KEY,
  });
  sandbox.addFault({ match: { method: 'POST' }, times: 1, effect: { kind: 'reset', when: 'after' } });
  expect(await generate(fleet.replica(0), 'lost')).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  sandbox.addFault({ match: { method: 'POST' }, times: 1, delayMs: 60_000 });
  const sent = sandbox.nextCall(IMAGES);
  const underWay = generate(fleet.replica(2), 'under way').catch(() => null);
  await sent;

  const stored = await redis.dump();
  expect(stored.length).toBeGreaterThan(5);
  const isGivenAway = (text: string) =>
    [SAMPLE_API_KEY, PROMPT].some((secret) =>
      [secret, Buffer.from(secret).toString('base64').slice(0, -4), Buffer.from(secret).toString('hex')].some(
        (form) => text.toLowerCase().includes(form.toLowerCase()),
      ),
    ) || /zebrafinch|saffron|sandbox_sample_key/i.test(text);
  expect(stored.filter((entry) => isGivenAway(JSON.stringify(entry)))).toEqual([]);
  expect(stored.filter(({ ttlMs }) => ttlMs <= 0)).toEqual([]);
  expect(stored.filter(({ key }) => !key.startsWith(PREFIX))).toEqual([]);

  await fleet.replica(2).kill();
  await underWay;
}, 60_000);

test('a process that ends waits until Redis has heard of what it has bought', async () => {
  await using redis = await startRedis();
  await using sandbox = await startSandbox({ jobTimesMs: 600_000 });
  await using fleet = await startMoneyFleet(sandbox, redis);
  await generate(fleet.replica(0), 'warm');
  sandbox.addFault({ match: { method: 'POST' }, times: 1, delayMs: 500 });
  const sent = sandbox.nextCall(IMAGES);
  const first = generate(fleet.replica(0), 'finches');
  await sent;
  await redis.command('CONFIG', 'SET', 'maxmemory', '1');
  const { jobId } = await first;
  const ending = fleet.replica(0).stop();
  await redis.command('CONFIG', 'SET', 'maxmemory', '0');
  await ending;
  expect(await generateAtLast(fleet.replica(1), 'finches')).toMatchObject({ jobId, replayed: true });
  expect(postsOf(sandbox)).toBe(2);
}, 45_000);
