import { beforeAll, describe, expect, test } from 'vitest';
import { SAMPLE_API_KEY } from '../../src/sandbox/sandbox.ts';
import {
  type Answer,
  startGateway,
  subscribeOverSse,
  subscribeOverWebSocket,
  WAYS,
} from '../support/gateway.ts';
import { OTHER_API_KEY, startSandbox } from '../support/sandbox.ts';

const WALL = `query Wall($after: String) {
  images(first: 5, after: $after) { nodes { id prompt url } pageInfo { endCursor } }
  videos(first: 5) { nodes { id } }
  jobs(first: 5) { nodes { id } }
  account { quota { aiCredits { used } } creditTransactions { transactionId } }
}`;

/** Everything in an answer that could be somebody's: ids and urls. */
function namesIn(answer: unknown): Set<string> {
  const text = JSON.stringify(answer);
  return new Set(text.match(/(?:Image|Video|Job):[\w-]+|https?:[^"]+|"transactionId":"[^"]+"/g) ?? []);
}

describe.each(Object.entries(WAYS))('two callers by %s', (_, ask) => {
  test('who ask the same at the same moment see nothing of one another', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    const round = () =>
      Promise.all(
        Array.from({ length: 10 }, (_unused, i) =>
          ask(gateway, { query: WALL, key: i % 2 === 0 ? SAMPLE_API_KEY : OTHER_API_KEY }),
        ),
      );
    for (const answers of [await round(), await round()]) {
      const [mine, theirs] = [namesIn(answers[0]), namesIn(answers[1])];
      expect(mine.size).toBeGreaterThan(15);
      expect([...mine].filter((name) => theirs.has(name))).toEqual([]);
      for (const [i, answer] of answers.entries()) {
        expect(answer.errors).toBeUndefined();
        expect(namesIn(answer)).toEqual(i % 2 === 0 ? mine : theirs);
      }
    }
  });
});

interface Bought {
  generateImage?: { jobId?: string };
}

describe('what belongs to another tenant', () => {
  let mine: Answer<Record<string, { nodes: { id: string }[]; pageInfo: { endCursor: string } }>>;

  test('is not found by id, nor with its cursors, nor watched, nor cleaned', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    mine = await gateway.ask({ query: WALL, key: SAMPLE_API_KEY });
    const [image, video, job] = ['images', 'videos', 'jobs'].map((field) => mine.data?.[field]?.nodes[0]?.id);
    const theirs = await gateway.ask({
      query: `query ($image: ID!, $video: ID!, $job: ID!, $all: [ID!]!) {
        image(id: $image) { id } video(id: $video) { id } job(id: $job) { id } node(id: $image) { id }
        nodes(ids: $all) { id } jobsByIds(ids: [$job]) { id }
      }`,
      variables: { image, video, job, all: [image, video, job] },
      key: OTHER_API_KEY,
    });
    expect(theirs).toMatchObject({
      data: { image: null, video: null, job: null, node: null, nodes: [null, null, null], jobsByIds: [null] },
    });
    expect(theirs.errors).toBeUndefined();

    const cursor = mine.data?.images?.pageInfo.endCursor;
    expect(
      await gateway.ask({ query: WALL, variables: { after: cursor }, key: OTHER_API_KEY }),
    ).toMatchObject({ data: { images: null }, errors: [{ extensions: { code: 'INVALID_CURSOR' } }] });

    const watch = { query: `subscription { jobUpdated(id: "${job}") { id } }`, key: OTHER_API_KEY };
    for (const subscribe of [subscribeOverSse, subscribeOverWebSocket]) {
      const events: Answer[] = [];
      for await (const event of subscribe(gateway, watch)) events.push(event);
      expect(events).toMatchObject([{ errors: [{ extensions: { code: 'JOB_NOT_FOUND' } }] }]);
    }
    expect(
      await gateway.ask({ query: `mutation { cleanJob(id: "${job}") { __typename } }`, key: OTHER_API_KEY }),
    ).toMatchObject({ data: { cleanJob: null }, errors: [{ extensions: { code: 'JOB_NOT_FOUND' } }] });
  });

  test('is not bought again under an equal idempotency key', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    const query = `mutation {
      generateImage(input: { prompt: "A red fox asleep", idempotencyKey: "same" }) {
        ... on GenerateImagePayload { jobId replayed }
      }
    }`;
    const answers = await Promise.all(
      [SAMPLE_API_KEY, OTHER_API_KEY, SAMPLE_API_KEY, OTHER_API_KEY].map((key) =>
        gateway.ask<Bought>({ query, key }),
      ),
    );
    const jobs = answers.map(({ data }) => data?.generateImage?.jobId);
    expect([jobs[0] === jobs[2], jobs[1] === jobs[3], jobs[0] === jobs[1]]).toEqual([true, true, false]);
    expect(sandbox.calls.filter(({ method }) => method === 'POST').length).toBe(2);
  });
});

describe('keys', () => {
  let log = '';
  let everything = '';

  beforeAll(async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    const wrong = 'pictai_wrong_secret_key';
    const answers = [
      await gateway.ask({ query: WALL, key: SAMPLE_API_KEY }),
      await gateway.ask({ query: WALL, key: wrong }),
      await gateway.ask({ query: WALL, key: `Bearer ${OTHER_API_KEY}` }),
      await gateway.ask({ query: '{ nonsense }', key: SAMPLE_API_KEY }),
      await gateway.ask({ query: WALL, key: 'Basic c2VjcmV0LXRleHQ6' }),
    ];
    sandbox.addFault({ effect: { kind: 'status', status: 500 } });
    answers.push(
      await gateway.ask({ query: '{ account { quota { aiCredits { used } } } }', key: SAMPLE_API_KEY }),
    );
    const metrics = await fetch(new URL('/metrics', gateway.url));
    everything = JSON.stringify(answers) + (await metrics.text());
    log = gateway.log();
  });

  test.each([SAMPLE_API_KEY, OTHER_API_KEY, 'pictai_wrong_secret_key', 'c2VjcmV0LXRleHQ6', 'secret-text'])(
    'are in no answer, cursor, metric or log: %s',
    (key) => {
      expect(everything.length).toBeGreaterThan(1000);
      expect(log.length).toBeGreaterThan(500);
      expect(everything).not.toContain(key);
      expect(log).not.toContain(key);
    },
  );

  test('and prompts are not in the log', () => {
    expect(log).not.toMatch(/prompt|Wall\(/);
  });
});

test('a key that Pictory refuses is asked about once a minute, and is told so', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway(sandbox);
  const ask = () => gateway.ask({ query: '{ images { nodes { id } } }', key: 'pictai_unknown' });
  for (const answer of [await ask(), await ask(), await ask()]) {
    expect(answer).toMatchObject({
      data: { images: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  }
  expect(sandbox.calls.length).toBe(1);
});

test("the gateway's own refused key is the operator's affair", async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway(sandbox, {
    PICTORY_API_KEY: 'pictai_outdated',
    ALLOW_ANONYMOUS: 'true',
  });
  expect(await gateway.ask({ query: '{ images { nodes { id } } }', key: null })).toMatchObject({
    errors: [{ extensions: { code: 'UPSTREAM_MISCONFIGURED' } }],
  });
});
