import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadTabs } from '../../src/server/graphiql/tabs.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts';

// Written for browsers, without types.
const { createFetcher } = await import(
  new URL('../../src/server/graphiql/browser/fetcher.js', import.meta.url).href
);

const tabs = await loadTabs();
let sandbox: SandboxProcess;

beforeAll(async () => {
  sandbox = await startSandboxProcess();
});
afterAll(() => sandbox?.[Symbol.asyncDispose]());

/** Runs a tab as GraphiQL does, with the variables it came with, and collects its answers. */
function run(title: string): Promise<{ data: Record<string, unknown>; errors?: unknown }[]> {
  const tab = tabs.find(({ query }) =>
    new RegExp(`^(query|mutation|subscription) ${title}\\b`, 'm').test(query),
  );
  const answers: { data: Record<string, unknown> }[] = [];
  return new Promise((resolve, reject) => {
    const operation = { query: tab?.query, variables: JSON.parse(tab?.variables ?? '{}') };
    const headers = JSON.parse(tab?.headers ?? '{}');
    createFetcher({ endpoint: sandbox.url, onAnswer: () => {} })(operation, { headers }).subscribe({
      next: (answer: (typeof answers)[number]) => answers.push(answer),
      error: reject,
      complete: () => resolve(answers),
    });
  });
}

// Each by itself: ids that tabs came with are of things that the sandbox has.
test.each([
  ['Images', { images: { nodes: expect.objectContaining({ length: 5 }) } }],
  ['Videos', { videos: { edges: expect.objectContaining({ length: 5 }) } }],
  [
    'ById',
    {
      image: { id: 'Image:0153fddd-4211-4af7-b76a-811df3a2f9b1' },
      video: { id: 'Video:2026110117354437624c6469cb15cb609' },
      node: { __typename: 'Job', kind: 'VIDEO', status: 'COMPLETED' },
    },
  ],
  ['Models', { threeImages: { credits: 6 }, longVideo: { credits: 80 } }],
  ['Account', { account: { quota: { aiCredits: { limit: expect.any(Number) } } } }],
  ['GenerateImage', { generateImage: { jobId: expect.stringMatching(/^Job:/) } }],
  ['JobUpdated', { jobUpdated: { status: 'COMPLETED', output: { url: expect.stringMatching(/\.mp4$/) } } }],
  [
    'GenerateImages',
    {
      generateImages: [
        { __typename: 'GenerateImagePayload' },
        { __typename: 'GenerateImagePayload' },
        { code: 'INVALID_INPUT', issues: [{ path: ['model'] }] },
      ],
    },
  ],
  ['JobsUpdated', { jobsUpdated: { status: 'COMPLETED' } }],
  ['GenerateVideo', { generateVideo: { jobId: expect.stringMatching(/^Job:/) } }],
  ['Job', { job: { kind: 'VIDEO', isFinal: true, video: { id: expect.stringMatching(/^Video:/) } } }],
  ['Jobs', { jobs: { nodes: expect.objectContaining({ length: 5 }) } }],
  [
    'PixverseImages',
    { pixverse: { images: { totalCount: 173, nodes: expect.objectContaining({ length: 5 }) } } },
  ],
  [
    'PixverseImageUpdated',
    { pixverseImageUpdated: { status: 'COMPLETED', url: expect.stringMatching(/\.png$/) } },
  ],
  ['CleanJob', { cleanJob: { job: { status: 'CLEANED' } } }],
])('the tab %s runs in the sandbox as it is', { timeout: 15_000 }, async (title, expected) => {
  const answers = await run(title);
  expect(answers.map(({ errors }) => errors).filter(Boolean)).toEqual([]);
  expect(answers.at(-1)?.data).toMatchObject(expected);
});
