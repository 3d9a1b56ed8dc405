import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Answer, type Gateway, startGateway, WAYS } from '../support/gateway.ts';
import { OTHER_API_KEY, startSandbox } from '../support/sandbox.ts';

const LIBRARY = `query Library($ids: [ID!]!) {
  images(first: 5) { nodes { id prompt } pageInfo { endCursor } }
  videos(first: 5) { nodes { id } }
  jobsByIds(ids: $ids) { id status }
}`;
const IMAGES = '{ images(first: 3) { nodes { id } } }';

/** Every read of a list goes upstream: what is kept of an answer shows only in what is executed. */
const ALWAYS_UPSTREAM = { PAGE_CACHE_TTL_MS: '0' };

function ids(answer: Answer): string[] {
  const { images } = answer.data as { images: { nodes: { id: string }[] } };
  return images.nodes.map(({ id }) => id);
}

/** A job that this gateway has not started. */
function startImage(sandbox: Sandbox) {
  return sandbox.jobs().start({
    kind: 'image',
    prompt: 'a fox',
    model: 'seedream3.0',
    aspectRatio: '1:1',
    style: null,
    referenceImageUrl: null,
    webhook: null,
  });
}

async function askTimes(gateway: Gateway, times: number, query = IMAGES, key = SAMPLE_API_KEY) {
  const answers: Answer[] = [];
  for (let time = 0; time < times; time++) answers.push(await gateway.askOnce({ query, key }));
  return answers;
}

describe('a query that is asked again', () => {
  test('has the same answer, and costs what its reads cost', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    const answers = await askTimes(gateway, 6);
    for (const answer of answers) expect(answer.data).toEqual(answers[0]?.data);
    expect(answers.map(({ extensions }) => extensions?.upstreamCalls)).toEqual([1, 0, 0, 0, 0, 0]);
  });

  test('reads Pictory each time where pages are not kept, and shows at once what is new', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox, ALWAYS_UPSTREAM);
    const before = await askTimes(gateway, 5);
    const added = sandbox.library().insertImage();
    const after = await askTimes(gateway, 5);
    for (const answer of before) expect(answer.data).toEqual(before[0]?.data);
    for (const answer of after) expect(ids(answer)[0]).toBe(`Image:${added.id}`);
    // What has changed was read once, also where an earlier answer was to be given first.
    for (const answer of [...before, ...after]) expect(answer.extensions?.upstreamCalls).toBe(1);
    expect(sandbox.calls).toHaveLength(10);
  });

  test('costs no more calls than before where many fields read the same page', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox, ALWAYS_UPSTREAM);
    const fields = Array.from({ length: 30 }, (_, index) => `a${index}: assets(first: 1) { nodes { id } }`);
    const answers = await askTimes(gateway, 5, `{ ${fields.join(' ')} }`);
    for (const { errors, extensions } of answers) {
      expect(errors).toBeUndefined();
      expect(extensions?.upstreamCalls).toBe(2);
    }
  });

  test('shows a failure of Pictory, and no answer that was good before', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox, ALWAYS_UPSTREAM);
    await askTimes(gateway, 3);
    sandbox.addFault({ effect: { kind: 'status', status: 400, body: { message: 'no' } } });
    sandbox.clearCalls();
    const [failed] = await askTimes(gateway, 1);
    expect(failed).toMatchObject({ data: { images: null }, errors: [{ path: ['images'] }] });
    expect(sandbox.calls).toHaveLength(1);
    sandbox.clearFaults();
    const [well] = await askTimes(gateway, 1);
    expect(well?.errors).toBeUndefined();
    expect(ids(well as Answer)).toHaveLength(3);
  });

  test('keeps telling of a malformed entry', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    sandbox.addFault({ effect: { kind: 'patch', item: 1, patch: { url: null } } });
    for (const answer of await askTimes(gateway, 6)) {
      expect(answer.data).toMatchObject({ images: { nodes: [{}, null, {}] } });
      expect(answer.errors).toMatchObject([{ path: ['images', 'nodes', 1] }]);
    }
  });

  test('tells of a job that has ended meanwhile', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox, { JOB_POLL_INTERVAL_MS: '10' });
    const job = startImage(sandbox);
    const query = `{ jobsByIds(ids: ["${job.id}"]) { status } }`;
    for (const { data } of await askTimes(gateway, 4, query))
      expect(data).toEqual({ jobsByIds: [{ status: 'IN_PROGRESS' }] });
    sandbox.jobs().finish(job.id);
    await expect
      .poll(async () => (await askTimes(gateway, 1, query))[0]?.data)
      .toEqual({ jobsByIds: [{ status: 'COMPLETED' }] });
  });

  test('tells how old the state of a job is, each time it has been read', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox, { JOB_POLL_INTERVAL_MS: '10' });
    const job = startImage(sandbox);
    const query = `{ jobsByIds(ids: ["${job.id}"]) { status observedAt } }`;
    const ages = new Set<string>();
    await expect
      .poll(async () => ages.add(JSON.stringify((await askTimes(gateway, 1, query))[0]?.data)).size)
      .toBeGreaterThan(3);
  });

  test('is told apart by the name of the operation and by its variables', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    const query =
      'query One { images(first: 1) { nodes { id } } } query Some($n: Int! = 2) { images(first: $n) { nodes { id } } }';
    const ask = async (rest: object) => {
      const answer = await fetch(gateway.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: SAMPLE_API_KEY },
        body: JSON.stringify({ query, ...rest }),
      });
      return ids((await answer.json()) as Answer).length;
    };
    for (let time = 0; time < 5; time++) {
      expect(await ask({ operationName: 'One' })).toBe(1);
      expect(await ask({ operationName: 'Some' })).toBe(2);
      expect(await ask({ operationName: 'Some', variables: { n: 4 } })).toBe(4);
    }
  });

  test('is no query where it buys: each one buys', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    const query =
      'mutation { generateImage(input: { prompt: "a fox" }) { ... on GenerateImagePayload { jobId replayed } } }';
    const bought = (await askTimes(gateway, 5, query)).map(({ data }) => data?.generateImage);
    expect(new Set(bought.map((each) => (each as { jobId: string }).jobId)).size).toBe(5);
    expect(sandbox.calls.filter(({ method }) => method === 'POST')).toHaveLength(5);
  });

  test('by GET has an answer of its own, and cannot be a body in disguise', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    const search = `query=${encodeURIComponent(IMAGES)}`;
    const headers = { authorization: SAMPLE_API_KEY };
    for (let time = 0; time < 4; time++) {
      const answer = await fetch(`${gateway.url}?${search}`, { headers });
      expect(ids((await answer.json()) as Answer)).toHaveLength(3);
    }
    for (const body of [search, `?${search}`]) {
      const answer = await fetch(gateway.url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
      });
      expect(answer.status).toBe(400);
    }
  });
});

describe('callers who ask the same, each again and again', () => {
  test.each(Object.entries(WAYS))('by %s, see nothing of one another', async (_, ask) => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    const job = startImage(sandbox);
    const round = (key: string) => ask(gateway, { query: LIBRARY, variables: { ids: [job.id] }, key });
    const names = (answer: Answer): string[] =>
      JSON.stringify(answer).match(/(?:Image|Video|Job):[\w-]+/g) ?? [];
    for (let time = 0; time < 5; time++) {
      const [mine, theirs] = await Promise.all([round(SAMPLE_API_KEY), round(OTHER_API_KEY)]);
      expect(names(mine)).toHaveLength(11);
      expect(names(theirs)).toHaveLength(10);
      expect(theirs.data?.jobsByIds).toEqual([null]);
      expect(names(mine).filter((name) => names(theirs).includes(name))).toEqual([]);
    }
  });

  test('of one account have the answer only with the scope for it', async () => {
    const hash = (token: string) => createHash('sha256').update(token).digest('hex');
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox, {
      PICTORY_API_KEY: SAMPLE_API_KEY,
      GATEWAY_TOKENS: `reader:read:${hash('reads')},buyer:generate:${hash('buys')}`,
    });
    for (let time = 0; time < 5; time++) {
      const [read] = await askTimes(gateway, 1, IMAGES, 'Bearer reads');
      expect(ids(read as Answer)).toHaveLength(3);
      const [refused] = await askTimes(gateway, 1, IMAGES, 'Bearer buys');
      expect(refused).toMatchObject({
        data: { images: null },
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
      const [unknown] = await askTimes(gateway, 1, IMAGES, 'Bearer nobody');
      expect(unknown).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    }
  });
});

test('a client that leaves while its reads are repeated ends them, and nobody else’s', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway(sandbox, { ...ALWAYS_UPSTREAM, UPSTREAM_DEDUPE: 'false' });
  await askTimes(gateway, 4);
  const fault = sandbox.addFault({ times: 1, effect: { kind: 'hang' } });
  const leaving = new AbortController();
  const left = fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: SAMPLE_API_KEY },
    body: JSON.stringify({ query: IMAGES }),
    signal: leaving.signal,
  });
  const call = sandbox.nextCall();
  const hung = await call;
  expect(hung.fault).toBe(fault.id);
  const [other] = await askTimes(gateway, 1);
  expect(ids(other as Answer)).toHaveLength(3);
  leaving.abort();
  await expect(left).rejects.toThrow();
  await expect.poll(() => hung.outcome).toBe('aborted');
});
