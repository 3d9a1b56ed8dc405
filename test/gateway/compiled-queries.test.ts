import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { SAMPLE_API_KEY } from '../../src/sandbox/sandbox.ts';
import type { Shortcuts } from '../../src/server/serve.ts';
import { type Answer, startGateway } from '../support/gateway.ts';
import { startSandbox } from '../support/sandbox.ts';

const NEVER = Number.POSITIVE_INFINITY;
const sandbox = await startSandbox();
// The second image of each page cannot be shown: its fields are null, with errors at their paths.
sandbox.addFault({
  match: { path: '/v1/aistudio/videos' },
  effect: { kind: 'patch', item: 1, patch: { url: null } },
});
const start = (shortcuts: Shortcuts) => startGateway(sandbox, {}, shortcuts);
const full = await start({ compiledAfter: NEVER, keptAfter: NEVER });
const compiled = await start({ compiledAfter: 0, keptAfter: NEVER });
afterAll(async () => {
  await full[Symbol.asyncDispose]();
  await compiled[Symbol.asyncDispose]();
  await sandbox[Symbol.asyncDispose]();
});

async function answers(asked: {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}) {
  const [inFull, asCompiled] = await Promise.all(
    [full, compiled].map(async (gateway) => {
      const answer = await fetch(gateway.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: SAMPLE_API_KEY,
          'x-request-id': 'same',
        },
        body: JSON.stringify(asked),
      });
      const { data, errors } = (await answer.json()) as Answer;
      return { status: answer.status, data, errors };
    }),
  );
  return { inFull, asCompiled };
}

const imageField = fc.constantFrom(
  'id',
  'pictoryId',
  'url',
  'createdDate',
  'prompt',
  'model',
  'style',
  'aspectRatio',
  'width',
  'height',
  'referenceImageUrl',
  '__typename',
  'named: model',
  'w: width',
  'prompt @include(if: $yes)',
  'url @skip(if: $yes)',
  '...OfImage',
  '... on Asset { asset: id }',
  '... on Node @include(if: $no) { never: id }',
  '... @skip(if: $no) { bare: height }',
);
const selection = fc
  .uniqueArray(imageField, { minLength: 1, maxLength: 6 })
  .map((fields) => fields.join(' '));
const slice = fc.constantFrom(
  '',
  '(first: 3)',
  '(first: $n)',
  '(first: $few)',
  '(first: 0)',
  '(first: $none)',
  '(after: "?")',
  '(filter: $filter)',
  '(filter: { promptContains: $text })',
  '(filter: { models: ["seedream3.0", $text] }, first: 2)',
);
const connection = fc
  .tuple(slice, selection, fc.boolean())
  .map(
    ([args, fields, withEdges]) =>
      `${args} { ${withEdges ? `edges { cursor node { ${fields} } }` : `nodes { ${fields} }`} pageInfo { hasNextPage startCursor endCursor } truncated }`,
  );
const rootField = fc.oneof(
  connection.map((rest) => `images${rest}`),
  connection.map((rest) => `videos${rest.replace(/style|referenceImageUrl|\.\.\.OfImage/g, 'id')}`),
  connection.map((rest) => `assets${rest.replace(/style|referenceImageUrl/g, 'id')}`),
  fc.constantFrom(
    'jobsByIds(ids: $ids) { id status isFinal output { __typename ... on ImageOutput { url } } }',
    '__typename',
    'job(id: "nobody") { id }',
    'job(id: $text) { id kind }',
  ),
);
const document = fc.array(rootField, { minLength: 1, maxLength: 3 }).map((fields) => {
  const roots = fields.map((field, index) => `f${index}: ${field}`).join('\n');
  return `query Q($yes: Boolean! = true, $no: Boolean = false, $n: Int = 4, $few: Int! = 2, $none: Int, $text: String! = "a", $filter: ImageFilter, $ids: [ID!]! = []) {
    ${roots}
    used: images(first: $n, filter: $filter) @skip(if: $yes) { nodes { id @include(if: $no) ...OfImage } }
    also: jobsByIds(ids: $ids) @include(if: $no) { id }
    more: images(first: $few, filter: { models: [$text] }) @include(if: $no) { truncated }
    none: images(first: $none) @include(if: $no) { truncated }
  }
  fragment OfImage on Image { of: id ...Deeper }
  fragment Deeper on Asset { deep: aspectRatio }`;
});
const variables = fc.record(
  {
    yes: fc.boolean(),
    no: fc.option(fc.boolean()),
    n: fc.option(fc.constantFrom<unknown>(1, 1000, 1001, -1, '3', 2.5)),
    few: fc.constantFrom(1, 7),
    none: fc.constantFrom(null, 5),
    text: fc.constantFrom('a', 'in', 'seedream3.0'),
    filter: fc.constantFrom<unknown>(
      null,
      {},
      { models: ['seedream3.0'] },
      { createdAfter: 'never' },
      { unknown: 1 },
    ),
    ids: fc.constantFrom<unknown>([], 'nobody', ['Image:x'], ['a', 'a'], [null]),
  },
  { requiredKeys: [] },
);

describe('a compiled query', () => {
  test('answers as the full executor does, errors and all', { timeout: 120_000 }, async () => {
    let failed = 0;
    let well = 0;
    await fc.assert(
      fc.asyncProperty(document, variables, async (query, values) => {
        const { inFull, asCompiled } = await answers({ query, variables: values });
        expect(asCompiled).toEqual(inFull);
        if (inFull?.errors) failed++;
        else well++;
      }),
      { numRuns: 500 },
    );
    // Both kinds have been met, or nothing was compared.
    expect(failed).toBeGreaterThan(20);
    expect(well).toBeGreaterThan(20);
  });

  test('is the operation of that name, where a document has several', async () => {
    const query =
      'query One { images(first: 1) { nodes { id } } } query Two { images(first: 2) { nodes { id } } }';
    for (const [operationName, count] of [
      ['One', 1],
      ['Two', 2],
    ] as const) {
      const { inFull, asCompiled } = await answers({ query, operationName });
      expect(asCompiled).toEqual(inFull);
      expect(asCompiled).toMatchObject({ data: { images: { nodes: { length: count } } } });
    }
  });

  test('reads nothing twice where it ends in an error', async () => {
    await using own = await startSandbox();
    await using gateway = await startGateway(own, {}, { compiledAfter: 0, keptAfter: NEVER });
    own.addFault({ match: { path: '/v1/aistudio/images' }, effect: { kind: 'status', status: 400 } });
    const query =
      '{ images(first: 1) { nodes { id } } videos(first: 1) { nodes { id } } jobsByIds(ids: ["nobody"]) { id } }';
    expect(await gateway.askOnce({ query, key: SAMPLE_API_KEY })).toMatchObject({
      data: { images: null, videos: { nodes: [{}] }, jobsByIds: [null] },
      errors: [{ path: ['images'], locations: [{ line: 1, column: 3 }] }],
      extensions: { upstreamCalls: 3 },
    });
    expect(own.calls.map(({ path }) => path).sort()).toEqual([
      '/v1/aistudio/images',
      '/v1/aistudio/videos',
      '/v1/jobs/nobody',
    ]);
  });
});
