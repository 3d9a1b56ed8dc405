import { describe, expect, test } from 'vitest';
import { startServing, type TestServing } from './serving.ts';

interface Answer {
  data?: object | null;
  errors: { message: string; path?: string[]; locations?: object[]; extensions: Record<string, unknown> }[];
}

async function ask(gateway: TestServing, body: object, headers: Record<string, string> = {}) {
  const answer = await gateway.send(body, { accept: 'application/graphql-response+json', ...headers });
  return { status: answer.status, ...((await answer.json()) as Answer) };
}

describe('an error', () => {
  test('that is meant for clients shows its code, whether to repeat, and when', async () => {
    await using gateway = await startServing();
    const query =
      '{ a: fail(code: "UPSTREAM_RATE_LIMITED", retryAfterMs: 1500) b: fail(code: "INVALID_CURSOR") }';
    const { status, data, errors } = await ask(gateway, { query });
    expect(status).toBe(200);
    expect(data).toEqual({ a: null, b: null });
    expect(errors).toEqual([
      {
        message: 'failed with UPSTREAM_RATE_LIMITED',
        path: ['a'],
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'UPSTREAM_RATE_LIMITED', retryable: true, retryAfterSeconds: 1.5 },
      },
      {
        message: 'failed with INVALID_CURSOR',
        path: ['b'],
        locations: [{ line: 1, column: 62 }],
        extensions: { code: 'INVALID_CURSOR', retryable: false },
      },
    ]);
  });

  test('of the upstream is never the HTTP status', async () => {
    await using gateway = await startServing();
    for (const code of ['UPSTREAM_UNAVAILABLE', 'UPSTREAM_TIMEOUT', 'UNAUTHENTICATED', 'FORBIDDEN']) {
      expect((await ask(gateway, { query: `{ fail(code: "${code}") }` })).status).toBe(200);
    }
  });

  test('that is unexpected is masked, and logged once with its stack and the request id', async () => {
    await using gateway = await startServing();
    const answer = await gateway.sendOnce(
      { query: '{ crash(message: "vendor said pictai_very_secret") }' },
      { 'x-request-id': 'request-7' },
    );
    const { errors } = (await answer.json()) as Answer;
    expect(errors).toEqual([
      {
        message: 'Something went wrong inside the gateway. Report it with the request id request-7.',
        path: ['crash'],
        locations: [{ line: 1, column: 3 }],
        extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false },
      },
    ]);
    const logged = gateway.log.filter(({ level }) => level === 'error');
    expect(logged).toEqual([
      expect.objectContaining({
        requestId: 'request-7',
        path: 'crash',
        error: {
          type: 'TypeError',
          message: 'vendor said pictai_[secret]',
          stack: expect.arrayContaining([expect.stringContaining('toy-schema.ts')]),
        },
      }),
    ]);
  });

  test.each([
    ['a document that is not GraphQL', { query: '{' }, 'GRAPHQL_PARSE_FAILED'],
    ['a token that is none', { query: '{ hello § }' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: '{ unknown }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a literal of the wrong type', { query: '{ text(length: "x") }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['no operation', { query: 'fragment A on Query { hello }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['an operation that is not there', { query: 'query A { hello }', operationName: 'B' }, 'BAD_USER_INPUT'],
    ['no choice among operations', { query: 'query A { hello } query B { hello }' }, 'BAD_USER_INPUT'],
    ['a missing variable', { query: 'query ($n: Int!) { text(length: $n) }' }, 'BAD_USER_INPUT'],
    [
      'a variable of the wrong type',
      { query: 'query ($n: Int!) { text(length: $n) }', variables: { n: 'x' } },
      'BAD_USER_INPUT',
    ],
  ])('about %s has its code, and its status where the client understands it', async (_name, body, code) => {
    await using gateway = await startServing();
    const { status, errors, ...rest } = await ask(gateway, body);
    expect({ status, code: errors[0]?.extensions.code }).toEqual({ status: 400, code });
    expect(errors[0]?.extensions).toEqual({ code, retryable: false });
    expect(rest).toEqual({ extensions: { upstreamCalls: 0 } });
    expect((await gateway.send(body, { accept: 'application/json' })).status).toBe(200);
  });

  test('about an argument that turns out null while executing is the client’s', async () => {
    await using gateway = await startServing();
    const query = 'query ($n: Int = 1) { argument(needed: $n) }';
    const { errors } = await ask(gateway, { query, variables: { n: null } });
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(errors[0]?.path).toEqual(['argument']);
  });

  test('about a result that does not fit its type is ours', async () => {
    await using gateway = await startServing();
    const { errors } = await ask(gateway, { query: '{ badScalar }' });
    expect(errors[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(errors)).not.toContain('no number');
    expect(gateway.logText()).not.toContain('no number');
  });
});
