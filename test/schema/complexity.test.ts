import { globSync, readFileSync } from 'node:fs';
import { getIntrospectionQuery, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { complexityError, MAX_COMPLEXITY, measureComplexity } from '../../src/schema/complexity.ts';
import { schema } from './graph.ts';

const FRAGMENTS = readFileSync('test/operations/fragments.graphql', 'utf8');
const ALL_OF_AN_IMAGE =
  'id pictoryId url createdDate prompt model aspectRatio width height style referenceImageUrl';

const cost = (text: string, variableValues: Record<string, unknown> = {}) =>
  measureComplexity({ schema, document: parse(text), variableValues });
const refusal = (text: string, variableValues: Record<string, unknown> = {}) =>
  complexityError({ schema, document: parse(text), variableValues })?.code ?? null;

describe('an operation passes', () => {
  const ids = Array.from({ length: 100 }, (_, index) => `j${index}`);
  const variables = { ids, id: 'j1', first: 100, input: { prompt: 'A lamp' } };
  const inputs = Array.from({ length: 20 }, () => variables.input);

  test.each(globSync('test/operations/*.graphql').filter((file) => !file.endsWith('fragments.graphql')))(
    'by far when it is a documented one: %s',
    (file) => {
      const operation = readFileSync(file, 'utf8');
      const account = operation.includes('fragment AccountFields')
        ? ''
        : readFileSync('test/operations/account.graphql', 'utf8');
      const operationName = /(?:query|mutation|subscription) (\w+)/.exec(operation)?.[1];
      const document = parse(`${operation}\n${FRAGMENTS}\n${account}`);

      const points = measureComplexity({
        schema,
        document,
        operationName,
        variableValues: { ...variables, inputs },
      });

      expect(points).toBeGreaterThan(0);
      expect(points).toBeLessThan(MAX_COMPLEXITY / 4);
    },
  );

  test('with 1000 images in all their fields', () => {
    expect(
      refusal(
        `{ images(first: 1000) { edges { cursor node { ${ALL_OF_AN_IMAGE} } } pageInfo { endCursor hasNextPage } truncated } }`,
      ),
    ).toBeNull();
  });

  test('when it is the introspection that tools send', () => {
    expect(refusal(getIntrospectionQuery())).toBeNull();
  });
});

describe('an operation is QUERY_TOO_COMPLEX', () => {
  const aliases = (count: number, field: string) =>
    `{ ${Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ')} }`;

  test.each([
    [5, `images(first: 1000) { nodes { ${ALL_OF_AN_IMAGE} } }`],
    [1000, 'image(id: "i1") { id }'],
    [1000, 'account { quota { aiCredits { used } } }'],
    [1000, 'imageModels { name aspectRatios styles isDefault creditsPerImage }'],
    [400, 'account { creditTransactions { amount } }'],
  ])('with %i aliases of %.40s', (count, field) => {
    expect(refusal(aliases(count, field))).toBe('QUERY_TOO_COMPLEX');
  });

  test('when variables make it so', () => {
    const text = `query ($first: Int) { ${[1, 2, 3, 4, 5].map((n) => `a${n}: images(first: $first) { nodes { ${ALL_OF_AN_IMAGE} } }`).join(' ')} }`;

    expect(refusal(text, { first: 10 })).toBeNull();
    expect(refusal(text, { first: 1000 })).toBe('QUERY_TOO_COMPLEX');
  });

  test('when fragments repeat themselves', () => {
    const doubling = Array.from(
      { length: 30 },
      (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    ).join('\n');

    expect(refusal(`{ ...F0 } ${doubling} fragment F30 on Query { imageModels { name } }`)).toBe(
      'QUERY_TOO_COMPLEX',
    );
  });

  test('in a subscription too', () => {
    const selection = Array.from({ length: 600 }, (_, index) => `a${index}: status`).join(' ');

    expect(
      refusal(`subscription ($ids: [ID!]!) { jobsUpdated(ids: $ids) { ${selection} } }`, {
        ids: Array(100).fill('j1'),
      }),
    ).toBe('QUERY_TOO_COMPLEX');
  });
});

describe('the cost of an operation', () => {
  test('is that of the one that is asked for', () => {
    const document = parse(
      'query A { imageModels { name } } query B { images(first: 1000) { nodes { id } } }',
    );

    expect(measureComplexity({ schema, document, operationName: 'A' })).toBeLessThan(100);
    expect(measureComplexity({ schema, document, operationName: 'B' })).toBeGreaterThan(1000);
  });

  test('counts the default of an argument, and never more than the field takes', () => {
    const text = (first: string) => `{ images${first} { nodes { id } } }`;

    expect(cost(text(''))).toBe(cost(text('(first: 20)')));
    expect(cost(text('(first: 2000000000)'))).toBe(cost(text('(first: 1000)')));
    expect(cost(text('(first: -5)'))).toBe(cost(text('(first: 1)')));
  });

  test('is left open where the executor has the better complaint', () => {
    expect(cost('query ($first: Int) { images(first: $first) { truncated } }', { first: 'many' })).toBeNull();
    expect(
      measureComplexity({ schema, document: parse('query A { __typename }'), operationName: 'B' }),
    ).toBeNull();
    expect(cost('query A { __typename } query B { __typename }')).toBeNull();
  });

  test('cannot be hidden behind an argument that is not understood', () => {
    const text = `mutation ($id: ID) {
      generateVideos(inputs: [{ prompt: "A lamp", source: { continueVideo: $id } }]) { __typename }
    }`;

    expect(refusal(text)).toBe('BAD_USER_INPUT');
  });
});
