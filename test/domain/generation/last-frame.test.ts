import { expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { Identity } from '../../../src/domain/caller.ts';
import { GatewayError } from '../../../src/domain/errors.ts';
import { createLastFrames } from '../../../src/domain/generation/last-frame.ts';
import type { JobState } from '../../../src/domain/job.ts';
import type { Video } from '../../../src/domain/library.ts';
import { operationOn } from '../../support/library.ts';

const identity = { scopes: new Set(['read', 'generate']) } as Partial<Identity> as Identity;

function find(
  globalId: string,
  found: { video?: Partial<Video> | GatewayError | null; job?: Partial<JobState> | null },
) {
  const load = createLastFrames({
    library: { loadVideos: async () => [(found.video ?? null) as Video | null] },
    jobs: { loadJobs: async () => [(found.job ?? null) as JobState | null] },
  });
  return load(identity, globalId, operationOn(systemClock));
}

const output = {
  kind: 'VIDEO',
  lastFrameImageUrl: 'https://cdn.example.net/last.png',
} as Partial<JobState['output']> as JobState['output'];

test('the last frame of a listed video or of a completed video job is found', async () => {
  const frame = { url: 'https://cdn.example.net/last.png' };
  expect(await find('Video:v1', { video: { lastFrameImageUrl: frame.url } })).toEqual(frame);
  expect(await find('Job:j1', { job: { status: 'COMPLETED', output } })).toEqual(frame);
});

test.each([
  ['v1', {}, 'not an id of this graph'],
  ['Image:i1', {}, 'image cannot be continued'],
  ['Video:v1', {}, 'no video of this id'],
  ['Video:v1', { video: { lastFrameImageUrl: null } }, 'no last frame'],
  ['Job:j1', {}, 'no job of this id'],
  ['Job:j1', { job: { status: 'IN_PROGRESS' } }, 'not ended yet'],
  ['Job:j1', { job: { status: 'FAILED', output: null } }, 'not made a video'],
] as const)('what cannot be continued is told: %s %o', async (id, found, problem) => {
  expect(await find(id, found)).toMatchObject({ problem: expect.stringContaining(problem) });
});

test('trouble in looking it up is thrown on', async () => {
  const trouble = new GatewayError('UPSTREAM_TIMEOUT', 'no answer');
  await expect(find('Video:v1', { video: trouble })).rejects.toBe(trouble);
});

test('a failure that nobody foresaw is thrown on too, and never taken for a frame', async () => {
  const bug = new TypeError('unforeseen');
  await expect(find('Video:v1', { video: bug as never })).rejects.toBe(bug);
});
