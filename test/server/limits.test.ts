import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../src/schema/schema.ts';
import { DOCUMENT_LIMITS } from '../../src/server/document-limits.ts';
import { KEY, OTHER_KEY, startServing, type TestServing } from './serving.ts';

async function codeOf(gateway: TestServing, query: string): Promise<string> {
  const { errors } = (await (await gateway.send({ query })).json()) as {
    errors?: { extensions: { code: string } }[];
  };
  return errors?.[0]?.extensions.code ?? 'OK';
}

describe('a document', () => {
  test.each([
    ['tokens', '{ hello '.padEnd(2 * DOCUMENT_LIMITS.tokens + 10, 'a ')],
    ['nested brackets in a value', `{ text(length: ${'['.repeat(50_000)}) }`],
    ['nested brackets that are never closed', '{ nested '.repeat(5_000)],
    ['aliases', `{ ${Array.from({ length: 51 }, (_, index) => `a${index}: hello`).join(' ')} }`],
    ['directives', `{ hello ${'@skip(if: false) '.repeat(51)} }`],
    ['levels', `{ ${'nested { '.repeat(20)} hello ${'}'.repeat(20)} }`],
    [
      'levels by way of fragments',
      `{ ...A } ${[...'ABCDEFGHIJKLMNOPQRST']
        .map((name, index, all) => `fragment ${name} on Query { nested { ...${all[index + 1] ?? 'Z'} } }`)
        .join(' ')} fragment Z on Query { hello }`,
    ],
  ])('with too many %s is QUERY_TOO_COMPLEX', async (_name, query) => {
    await using gateway = await startServing();
    expect(await codeOf(gateway, query)).toBe('QUERY_TOO_COMPLEX');
    expect(await codeOf(gateway, '{ hello }')).toBe('OK');
  });

  test('at the limits is executed', async () => {
    await using gateway = await startServing();
    const aliases = Array.from({ length: DOCUMENT_LIMITS.aliases }, (_, index) => `a${index}: hello`).join(
      ' ',
    );
    expect(await codeOf(gateway, `{ ${aliases} }`)).toBe('OK');
    const levels = DOCUMENT_LIMITS.depth - 1;
    expect(await codeOf(gateway, `{ ${'nested { '.repeat(levels)} hello ${'}'.repeat(levels)} }`)).toBe('OK');
  });

  test('that asks for the schema as GraphiQL does is executed', async () => {
    await using gateway = await startServing();
    const everything = getIntrospectionQuery({
      inputValueDeprecation: true,
      schemaDescription: true,
      specifiedByUrl: true,
      oneOf: true,
    });
    expect(await codeOf(gateway, everything)).toBe('OK');
  });

  test('whose fragments go in circles is refused', async () => {
    await using gateway = await startServing();
    const query = '{ ...A } fragment A on Query { nested { ...B } } fragment B on Query { nested { ...A } }';
    expect(await codeOf(gateway, query)).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('where introspection is off', () => {
  test('neither the schema nor suggestions are given away', async () => {
    await using gateway = await startServing({ INTROSPECTION: 'false' });
    expect(await codeOf(gateway, '{ __schema { queryType { name } } }')).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await codeOf(gateway, '{ __type(name: "Query") { name } }')).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await codeOf(gateway, '{ __typename }')).toBe('OK');
    const field = await (await gateway.send({ query: '{ helo }' })).text();
    expect(field).not.toContain('hello');
    const value = await gateway.send({
      query: 'query ($word: Word) { echo(word: $word) }',
      variables: { word: 'SECRETWORT' },
    });
    expect(await value.text()).not.toContain('SECRETWORD');
  });

  test('the subgraph schema is as little told', async () => {
    const query = '{ _service { sdl } }';
    await using closed = await startServing({ INTROSPECTION: 'false' }, { schema: createSchema() });
    expect(await codeOf(closed, query)).toBe('GRAPHQL_VALIDATION_FAILED');
    await using open = await startServing({}, { schema: createSchema() });
    expect(await codeOf(open, query)).toBe('OK');
  });

  test('and on elsewhere, with suggestions', async () => {
    await using gateway = await startServing();
    expect(await (await gateway.send({ query: '{ helo }' })).text()).toContain('Did you mean \\"hello\\"?');
  });

  test('production is such a place, unless told otherwise', async () => {
    await using closed = await startServing({ NODE_ENV: 'production' });
    expect(await codeOf(closed, '{ __schema { queryType { name } } }')).toBe('GRAPHQL_VALIDATION_FAILED');
    await using open = await startServing({ NODE_ENV: 'production', INTROSPECTION: 'true' });
    expect(await codeOf(open, '{ __schema { queryType { name } } }')).toBe('OK');
  });
});

describe('a caller', () => {
  test('who asks too often is told how long to wait', async () => {
    await using gateway = await startServing({ CALLER_RATE_PER_MINUTE: '2' });
    const ask = (authorization: string) => gateway.sendOnce({ query: '{ hello }' }, { authorization });
    expect((await ask(KEY)).status).toBe(200);
    expect((await ask(KEY)).status).toBe(200);
    const refused = await ask(KEY);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    const { errors } = (await refused.json()) as { errors: { extensions: Record<string, unknown> }[] };
    expect(errors[0]?.extensions).toEqual({
      code: 'RATE_LIMITED',
      retryable: true,
      retryAfterSeconds: expect.any(Number),
    });
    expect((await ask(OTHER_KEY)).status).toBe(200);
  });

  test('without identity is counted by address, which only our own proxies may tell', async () => {
    const ask = (gateway: TestServing, forwarded: string) =>
      gateway.sendOnce({ query: '{ hello }' }, { 'x-forwarded-for': forwarded });
    await using direct = await startServing({ CALLER_RATE_PER_MINUTE: '1' });
    expect((await ask(direct, '10.0.0.1')).status).toBe(200);
    expect((await ask(direct, '10.0.0.2')).status).toBe(429);
    await using proxied = await startServing({ CALLER_RATE_PER_MINUTE: '1', TRUST_PROXY: 'true' });
    expect((await ask(proxied, 'forged, 10.0.0.1')).status).toBe(200);
    expect((await ask(proxied, 'other, 10.0.0.1')).status).toBe(429);
    expect((await ask(proxied, 'forged, 10.0.0.2')).status).toBe(200);
  });
});

describe('where documents must be trusted', () => {
  const trustedDocuments = new Map([
    ['hello-1', '{ hello }'],
    ['write-1', 'mutation { write }'],
  ]);

  test('only those are executed, by id or by their exact text', async () => {
    await using gateway = await startServing({}, { trustedDocuments });
    const data = async (body: object) =>
      ((await (await gateway.send(body)).json()) as { data?: object }).data;
    expect(await data({ documentId: 'hello-1' })).toEqual({ hello: 'world' });
    expect(
      await data({ extensions: { persistedQuery: { version: 1, sha256Hash: 'hello-1' } }, query: '' }),
    ).toEqual({ hello: 'world' });
    expect(await data({ query: '{ hello }' })).toEqual({ hello: 'world' });
    for (const refused of [
      { query: '{hello}' },
      { documentId: 'unknown' },
      { documentId: '__proto__' },
      {},
    ]) {
      const answer = await gateway.send(refused);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
    }
  });

  test('a trusted mutation is no more taken by GET than any other', async () => {
    await using gateway = await startServing({}, { trustedDocuments });
    expect((await fetch(`${gateway.url}?documentId=write-1`)).status).toBe(405);
    expect((await fetch(`${gateway.url}?documentId=hello-1`)).status).toBe(200);
  });
});
