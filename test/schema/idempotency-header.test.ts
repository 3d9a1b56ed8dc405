import { expect, test } from 'vitest';
import type { GenerationTerms } from '../../src/domain/generation/generation.ts';
import { aJob, ask, contextOf } from './graph.ts';

/** Runs mutation fields under the header `key` and gives what the studio was told of it, field by field. */
async function headerKeys(selections: string, variables: object = {}, header: string | undefined = 'key') {
  const told: GenerationTerms['headerKey'][] = [];
  const generate = async (_identity: unknown, inputs: readonly object[], terms: GenerationTerms) => {
    told.push(terms.headerKey);
    return inputs.map(() => ({ type: 'started' as const, job: aJob('j1'), replayed: false }));
  };
  const context = contextOf({
    ...(header === undefined ? {} : { idempotencyKeyHeader: header }),
    studio: { generateImages: generate, generateVideos: generate },
    jobs: {
      loadJobs: async () => [aJob('j1', { status: 'COMPLETED' })],
      cleanJob: async (_tenant, id) => aJob(id, { status: 'CLEANED' }),
    },
  });
  const { errors } = await ask(selections, variables, context);
  expect(errors).toEqual([]);
  return told;
}

const bare = '{ prompt: "A lamp" }';
const keyed = '{ prompt: "A lamp", idempotencyKey: "mine" }';

test('without the header there is no key', async () => {
  const context = contextOf({
    studio: {
      generateImages: async (_identity, _inputs, terms) => {
        expect(terms.headerKey).toBeNull();
        return [{ type: 'started', job: aJob('j1'), replayed: false }];
      },
    },
  });

  const { errors } = await ask(`mutation { generateImage(input: ${bare}) { __typename } }`, {}, context);

  expect(errors).toEqual([]);
});

test('the header is for the only generation field, as the input’s own or the batch’s', async () => {
  expect(await headerKeys(`mutation { generateImage(input: ${bare}) { __typename } }`)).toEqual([
    { value: 'key', of: 'input' },
  ]);
  expect(await headerKeys(`mutation { generateVideo(input: ${bare}) { __typename } }`)).toEqual([
    { value: 'key', of: 'input' },
  ]);
  expect(await headerKeys(`mutation { generateImages(inputs: [${bare}]) { __typename } }`)).toEqual([
    { value: 'key', of: 'batch' },
  ]);
  expect(await headerKeys(`mutation { generateVideos(inputs: [${bare}, ${bare}]) { __typename } }`)).toEqual([
    { value: 'key', of: 'batch' },
  ]);
});

test('an input with a key of its own does not need the header', async () => {
  expect(await headerKeys(`mutation { generateImage(input: ${keyed}) { __typename } }`)).toEqual([null]);
  expect(
    await headerKeys(`mutation { generateImages(inputs: [${keyed}, ${keyed}]) { __typename } }`),
  ).toEqual([null]);
});

test('a batch of which some inputs have keys makes the header ambiguous', async () => {
  expect(await headerKeys(`mutation { generateImages(inputs: [${keyed}, ${bare}]) { __typename } }`)).toEqual(
    ['ambiguous'],
  );
});

test('several generation fields make the header ambiguous for those without keys', async () => {
  const told = await headerKeys(
    `mutation {
      a: generateImage(input: ${bare}) { __typename }
      b: generateVideo(input: ${keyed}) { __typename }
    }`,
  );

  expect(told).toEqual(['ambiguous', null]);
});

test('fields that are skipped, not included, or merged into one do not count', async () => {
  const told = await headerKeys(
    `mutation ($no: Boolean!, $yes: Boolean!) {
      a: generateImage(input: ${bare}) @skip(if: $yes) { __typename }
      b: generateImage(input: ${bare}) @include(if: $no) { __typename }
      c: generateImage(input: ${bare}) { __typename }
      c: generateImage(input: ${bare}) { __typename }
      ... @include(if: $no) { d: generateVideo(input: ${bare}) { __typename } }
      ...More @skip(if: $yes)
    }
    fragment More on Mutation { e: generateVideo(input: ${bare}) { __typename } }`,
    { yes: true, no: false },
  );

  expect(told).toEqual([{ value: 'key', of: 'input' }]);
});

test('fields in fragments count, wherever the fragment is spread', async () => {
  const told = await headerKeys(
    `mutation { generateImage(input: ${bare}) { __typename } ...More ...More ... on Mutation { ...More } }
    fragment More on Mutation { more: generateVideo(input: ${bare}) { __typename } }`,
  );

  expect(told).toEqual(['ambiguous', 'ambiguous']);
});

test('mutations that generate nothing do not count', async () => {
  const told = await headerKeys(
    `mutation { cleanJob(id: "j1") { __typename } generateImage(input: ${bare}) { __typename } }`,
  );

  expect(told).toEqual([{ value: 'key', of: 'input' }]);
});
