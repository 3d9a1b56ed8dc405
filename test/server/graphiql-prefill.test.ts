import { beforeEach, expect, test } from 'vitest';

// Written for browsers, without types.
const { createPrefill } = await import(
  new URL('../../src/server/graphiql/browser/prefill.js', import.meta.url).href
);

const shipped = [
  null,
  '{ "id": "Job:shipped" }',
  '{ "ids": ["Job:shipped"] }',
  '{ "input": { "source": "Video:shipped" } }',
];
let stored: Map<string, string>;

beforeEach(() => {
  stored = new Map();
});

/** A prefill as a page has it; one more is the page after a reload. */
function openPage() {
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
  };
  return createPrefill({ shipped, storage });
}

function fill(prefill: ReturnType<typeof openPage>, variables: unknown): unknown {
  return JSON.parse(prefill.fill(JSON.stringify(variables)));
}

test('an id that a tab came with becomes that of the job started last', () => {
  const prefill = openPage();
  prefill.remember({ data: { generateImage: { jobId: 'Job:1' } } });
  prefill.remember({ data: { generateImage: { jobId: 'Job:2' } } });
  expect(fill(prefill, { id: 'Job:shipped', waitSeconds: 5 })).toEqual({ id: 'Job:2', waitSeconds: 5 });
});

test('a list of ids becomes all jobs that one answer started, in their order', () => {
  const prefill = openPage();
  prefill.remember({ data: { generateImages: [{ jobId: 'Job:1' }, { code: 'X' }, { jobId: 'Job:2' }] } });
  expect(fill(prefill, { ids: ['Job:shipped'] })).toEqual({ ids: ['Job:1', 'Job:2'] });
  expect(fill(prefill, { id: 'Job:shipped' })).toEqual({ id: 'Job:1' });
});

test('a filled-in id is filled in anew, after a reload too', () => {
  const prefill = openPage();
  prefill.remember({ data: { generateImage: { jobId: 'Job:1' } } });
  prefill.fill('{ "id": "Job:shipped" }');
  const reloaded = openPage();
  reloaded.remember({ data: { generateImage: { jobId: 'Job:2' } } });
  expect(fill(reloaded, { id: 'Job:1' })).toEqual({ id: 'Job:2' });
});

test('what a person typed stays', () => {
  const prefill = openPage();
  prefill.remember({ data: { generateImage: { jobId: 'Job:1' } } });
  expect(fill(prefill, { id: 'Job:typed', ids: ['Job:typed'], input: 'shipped' })).toEqual({
    id: 'Job:typed',
    ids: ['Job:typed'],
    input: 'shipped',
  });
});

test('an image or video is the first that an answer shows; jobs that are only listed are not taken for started ones', () => {
  const prefill = openPage();
  prefill.remember({
    data: { videos: { edges: [{ node: { id: 'Video:1' } }, { node: { id: 'Video:2' } }] } },
  });
  prefill.remember({ data: { jobs: { nodes: [{ id: 'Job:listed' }] } } });
  expect(fill(prefill, { input: { source: 'Video:shipped' }, id: 'Job:shipped' })).toEqual({
    input: { source: 'Video:1' },
    id: 'Job:shipped',
  });
});

test.each(['', '{', '{ "id": "Job:shipped" } // mine', '{ "first": 5, "after": null }', 'null'])(
  'the text %j is left exactly as it is',
  (text) => {
    const prefill = openPage();
    prefill.remember({ data: { generateImage: { jobId: 'Job:1' } }, errors: [null] });
    expect(prefill.fill(text)).toBe(text);
  },
);
