import { describe, expect, test } from 'vitest';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import { SAMPLE_API_KEY, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { startSandbox } from '../support/sandbox.ts';

const QUICK = { UPSTREAM_TIMEOUT_MS: '300', GENERATE_TIMEOUT_MS: '300', REQUEST_DEADLINE_MS: '2000' };
const SOME_JOB = '$JOB';

/** What each field reads, and the path it reads it from. */
const READS = {
  images: ['{ images { nodes { id } } }', '/v1/aistudio/images'],
  videos: ['{ videos { nodes { id } } }', '/v1/aistudio/videos'],
  jobs: ['{ jobs { nodes { id } } }', '/v1/jobs'],
  image: ['{ image(id: "unknown") { id } }', '/v1/aistudio/images'],
  video: ['{ video(id: "unknown") { id } }', '/v1/aistudio/videos'],
  job: [`{ job(id: "${SOME_JOB}") { id } }`, '/v1/jobs/*'],
  quota: ['{ account { quota { aiCredits { used } } } }', '/v1/quota'],
  ledger: ['{ account { creditTransactions { amount } } }', '/v1/aicredits/usage'],
} as const;

const FAULTS: Record<string, [NonNullable<FaultRule['effect']>, string]> = {
  'no answer': [{ kind: 'hang' }, 'UPSTREAM_TIMEOUT'],
  'a cut connection': [{ kind: 'reset' }, 'UPSTREAM_UNAVAILABLE'],
  'a cut answer': [{ kind: 'reset', when: 'during' }, 'UPSTREAM_UNAVAILABLE'],
  '429': [{ kind: 'rate-limit', retryAfter: 30 }, 'UPSTREAM_RATE_LIMITED'],
  '500': [
    { kind: 'status', status: 500, body: { message: 'Internal Server Error' } },
    'UPSTREAM_UNAVAILABLE',
  ],
  '502 with HTML': [{ kind: 'html', status: 502 }, 'UPSTREAM_UNAVAILABLE'],
  '403 with HTML': [{ kind: 'html', status: 403 }, 'UPSTREAM_BLOCKED'],
  '200 with HTML': [{ kind: 'html', status: 200 }, 'UPSTREAM_INVALID_RESPONSE'],
  'an empty body': [{ kind: 'empty' }, 'UPSTREAM_INVALID_RESPONSE'],
  'half a JSON text': [{ kind: 'truncate' }, 'UPSTREAM_INVALID_RESPONSE'],
  'JSON of another shape': [{ kind: 'status', status: 200, body: 'text' }, 'UPSTREAM_INVALID_RESPONSE'],
  '401': [{ kind: 'status', status: 401, body: { message: 'Unauthorized' } }, 'UNAUTHENTICATED'],
  '400': [{ kind: 'status', status: 400, body: { message: 'no' } }, 'UPSTREAM_INVALID_RESPONSE'],
};

describe.each(Object.entries(FAULTS))('%s', (_, [effect, code]) => {
  test('of any read is that read alone in trouble, told by its code and within its deadline', async () => {
    await Promise.all(
      Object.entries(READS).map(async ([field, [query, path]]) => {
        await using sandbox = await startSandbox();
        await using gateway = await startGateway(sandbox, QUICK);
        sandbox.addFault({ match: { method: 'GET', path }, effect });
        const startedAt = performance.now();
        const answer = await gateway.ask({
          query: query
            .replace(SOME_JOB, sandbox.jobs().list.items[0]?.id as string)
            .replace(/}$/, 'imageModels { name } }'),
          key: SAMPLE_API_KEY,
        });
        expect(performance.now() - startedAt, field).toBeLessThan(4000);
        expect(answer.errors, field).toMatchObject([
          { extensions: { code, retryable: expect.any(Boolean) } },
        ]);
        expect(answer.data?.imageModels, field).toHaveLength(4);
        expect(JSON.stringify(answer), field).not.toMatch(/<html|Internal Server Error|pictai_sandbox/);
        expect((await fetch(new URL('/health', gateway.url))).status).toBe(200);
      }),
    );
  });
});

test('a rate limit tells how long to wait', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway(sandbox, QUICK);
  sandbox.addFault({ match: { path: '/v1/quota' }, effect: { kind: 'rate-limit', retryAfter: 30 } });
  expect(await gateway.ask({ query: READS.quota[0], key: SAMPLE_API_KEY })).toMatchObject({
    errors: [{ extensions: { code: 'UPSTREAM_RATE_LIMITED', retryAfterSeconds: expect.closeTo(30, 0) } }],
  });
});

test('a fault that passes is not seen', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway(sandbox);
  sandbox.addFault({ times: 2, effect: { kind: 'reset' } });
  expect(
    await gateway.askOnce({ query: '{ images(first: 1) { nodes { id } } }', key: SAMPLE_API_KEY }),
  ).toMatchObject({
    data: { images: { nodes: [{ id: expect.any(String) }] } },
    extensions: { upstreamCalls: 3 },
  });
});

test('a malformed item is a null node with an error at its path; the page stands', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway(sandbox);
  sandbox.addFault({ effect: { kind: 'patch', item: 1, patch: { url: null } } });
  const answer = await gateway.ask({
    query: '{ images(first: 3) { edges { cursor node { id url } } nodes { id } } }',
    key: SAMPLE_API_KEY,
  });
  expect(answer).toMatchObject({
    data: {
      images: {
        edges: [
          { node: { url: expect.any(String) } },
          { cursor: expect.any(String), node: null },
          { node: {} },
        ],
        nodes: [{}, null, {}],
      },
    },
  });
  expect(answer.errors?.map(({ path }) => path?.join('.'))).toEqual([
    'images.edges.1.node',
    'images.nodes.1',
  ]);
});

test('unknown fields and unknown states are taken as they come', async () => {
  await using sandbox = await startSandbox();
  await using gateway = await startGateway(sandbox);
  sandbox.addFault({
    effect: { kind: 'patch', patch: { surprise: { deep: [1] }, data: { status: 'queued', extra: 1 } } },
  });
  expect(
    await gateway.ask({
      query: `{ job(id: "${sandbox.jobs().list.items[0]?.id}") { status pictoryStatus isFinal } }`,
      key: SAMPLE_API_KEY,
    }),
  ).toMatchObject({
    data: { job: { status: 'UNKNOWN', pictoryStatus: 'queued', isFinal: false } },
  });
});

describe('a generation', () => {
  const GENERATE = `mutation {
    generateImage(input: { prompt: "A red fox asleep", idempotencyKey: "k" }) {
      __typename
      ... on PictoryError { message code }
      ... on NotStartedError { retryable retryAfterSeconds }
      ... on RejectedByPictoryError { pictoryCode issues { path message } }
      ... on OutcomeUnknownError { sentAt }
    }
  }`;

  async function generate(
    effect: NonNullable<FaultRule['effect']>,
    ask: (gateway: Gateway, sandbox: Sandbox) => Promise<void>,
  ) {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox, QUICK);
    sandbox.addFault({ match: { method: 'POST' }, effect });
    await ask(gateway, sandbox);
  }

  const postsOf = (sandbox: Sandbox) => sandbox.calls.filter(({ method }) => method === 'POST').length;

  test.each([
    ['no answer', { kind: 'hang' }],
    ['no answer to an accepted request', { kind: 'hang', when: 'after' }],
    ['a cut connection', { kind: 'reset' }],
    ['a connection cut after it was accepted', { kind: 'reset', when: 'after' }],
    ['500', { kind: 'status', status: 500, body: { message: 'Internal Server Error' } }],
    ['a gateway timeout', { kind: 'html', status: 504 }],
    ['half a JSON text', { kind: 'truncate' }],
    ['no job id', { kind: 'patch', patch: { data: { jobId: null } } }],
  ] as [string, NonNullable<FaultRule['effect']>][])(
    'that meets %s may have been bought, and is never sent again',
    async (_, effect) => {
      await generate(effect, async (gateway, sandbox) => {
        for (const answer of [
          await gateway.ask({ query: GENERATE, key: SAMPLE_API_KEY }),
          await gateway.ask({ query: GENERATE, key: SAMPLE_API_KEY }),
        ]) {
          expect(answer).toMatchObject({
            data: {
              generateImage: {
                __typename: 'OutcomeUnknownError',
                code: 'OUTCOME_UNKNOWN',
                sentAt: expect.stringMatching(/Z$/),
              },
            },
          });
          expect(answer.errors).toBeUndefined();
        }
        expect(postsOf(sandbox)).toBe(1);
      });
    },
  );

  test.each([
    [
      '400',
      {
        kind: 'status',
        status: 400,
        body: {
          code: 'INVALID_REQUEST_BODY',
          message: 'not valid',
          fields: [{ name: 'prompt', errors: 'too plain' }],
        },
      },
      'RejectedByPictoryError',
    ],
    [
      '402',
      { kind: 'status', status: 402, body: { code: 'NO_CREDITS', message: 'out of credits' } },
      'RejectedByPictoryError',
    ],
    ['401', { kind: 'status', status: 401, body: { message: 'Unauthorized' } }, 'NotStartedError'],
    ['429', { kind: 'rate-limit', retryAfter: 7 }, 'NotStartedError'],
    ['403 with HTML', { kind: 'html', status: 403 }, 'NotStartedError'],
  ] as [string, NonNullable<FaultRule['effect']>, string][])(
    'refused with %s was not bought and may be repeated',
    async (_, effect, typename) => {
      await generate(effect, async (gateway, sandbox) => {
        const answer = await gateway.ask({ query: GENERATE, key: SAMPLE_API_KEY });
        expect(answer.data?.generateImage).toMatchObject({ __typename: typename });
        expect(answer.errors).toBeUndefined();
        expect(postsOf(sandbox)).toBe(1);
      });
    },
  );

  test("that Pictory refuses repeats Pictory's words and names the field", async () => {
    await generate(
      {
        kind: 'status',
        status: 400,
        body: {
          code: 'INVALID_REQUEST_BODY',
          message: 'not valid',
          fields: [{ name: 'prompt', errors: 'too plain' }],
        },
      },
      async (gateway) => {
        expect(await gateway.ask({ query: GENERATE, key: SAMPLE_API_KEY })).toMatchObject({
          data: {
            generateImage: {
              code: 'REJECTED_BY_PICTORY',
              pictoryCode: 'INVALID_REQUEST_BODY',
              issues: [{ path: expect.arrayContaining(['prompt']), message: 'too plain' }],
            },
          },
        });
      },
    );
  });

  test('that would have to wait longer than a request may is refused at once', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox, { UPSTREAM_RATE_PER_MINUTE: '1' });
    await gateway.ask({ query: READS.quota[0], key: SAMPLE_API_KEY });
    const startedAt = performance.now();
    const answer = await gateway.ask({ query: GENERATE, key: SAMPLE_API_KEY });
    expect(performance.now() - startedAt).toBeLessThan(2000);
    expect(answer.data?.generateImage).toMatchObject({
      __typename: 'NotStartedError',
      retryable: true,
      retryAfterSeconds: expect.closeTo(60, -1),
    });
    expect(postsOf(sandbox)).toBe(0);
  });

  test('two of which are slow both run, one after the other', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox, { REQUEST_DEADLINE_MS: '400' });
    sandbox.addFault({ match: { method: 'POST' }, delayMs: 500 });
    const one = 'generateImage(input: { prompt: "A red fox asleep" }) { __typename }';
    const answer = await gateway.ask({ query: `mutation { a: ${one} b: ${one} }`, key: SAMPLE_API_KEY });
    const started = { __typename: 'GenerateImagePayload' };
    expect(answer.data).toEqual({ a: started, b: started });
  });

  test('whose client leaves while it is sent goes on, and its repetition gets the job', async () => {
    await using sandbox = await startSandbox();
    await using gateway = await startGateway(sandbox);
    sandbox.addFault({ match: { method: 'POST' }, delayMs: 300 });
    const arrived = sandbox.nextCall({ method: 'POST' });
    const client = new AbortController();
    const left = fetch(gateway.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: SAMPLE_API_KEY },
      body: JSON.stringify({ query: GENERATE }),
      signal: client.signal,
    });
    await arrived;
    client.abort();
    await expect(left).rejects.toThrow();
    const query = GENERATE.replace('__typename', '__typename ... on GenerateImagePayload { replayed jobId }');
    expect(await gateway.ask({ query, key: SAMPLE_API_KEY })).toMatchObject({
      data: { generateImage: { replayed: true, jobId: expect.stringMatching(/^Job:/) } },
    });
    expect(postsOf(sandbox)).toBe(1);
  });
});
