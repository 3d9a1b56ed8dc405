import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isFinal,
  type JobState,
  toCleanedJob,
  toJobState,
  toOutput,
  toStartedJob,
} from '../../src/domain/job.ts';
import { isSameState, mergeJobStates } from '../../src/domain/job-merge.ts';
import { jobId, REQUEST } from '../support/jobs.ts';
import { readingOf } from '../support/scripted-jobs.ts';

const id = jobId('j1');
const atMs = fc.integer({ min: 1, max: 5 });
const optionalText = fc.constantFrom(null, 'https://cdn.example.net/a', 'https://cdn.example.net/b');

const observed: fc.Arbitrary<JobState> = fc
  .tuple(
    fc.record({
      pictoryStatus: fc.constantFrom('in-progress', 'rendering', 'completed', 'failed', 'cleaned'),
      url: optionalText,
      width: fc.constantFrom(null, 1, 2),
      duration: fc.constantFrom(null, '5s', '8s'),
      previewImageUrl: optionalText,
      aiCreditsUsed: fc.constantFrom(null, 0, 2),
      errorCode: fc.constantFrom(null, 'A', 'B'),
      errorMessage: fc.constantFrom(null, 'a', 'b'),
    }),
    atMs,
  )
  .map(([reading, observedAtMs]) => toJobState(readingOf('j1', reading), observedAtMs));

const started: fc.Arbitrary<JobState> = fc
  .record({
    kind: fc.constantFrom('IMAGE' as const, 'VIDEO' as const),
    prompt: fc.constantFrom('a', 'b'),
    atMs,
  })
  .map(({ kind, prompt, atMs }) => toStartedJob(id, kind, { ...REQUEST, prompt }, atMs));

/** Whatever may stand in the store: something read, something started, or several merged. */
const anyState: fc.Arbitrary<JobState> = fc
  .array(fc.oneof(observed, started), { minLength: 1, maxLength: 3 })
  .map((states) => states.reduce(mergeJobStates));

describe('merging the states of a job', () => {
  test('gives the same in any order', () => {
    fc.assert(
      fc.property(anyState, anyState, (a, b) => {
        expect(mergeJobStates(a, b)).toEqual(mergeJobStates(b, a));
      }),
    );
  });

  test('gives the same in any grouping', () => {
    fc.assert(
      fc.property(anyState, anyState, anyState, (a, b, c) => {
        expect(mergeJobStates(mergeJobStates(a, b), c)).toEqual(mergeJobStates(a, mergeJobStates(b, c)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('gives the same however often', () => {
    fc.assert(
      fc.property(anyState, anyState, (a, b) => {
        expect(mergeJobStates(a, a)).toEqual(a);
        expect(mergeJobStates(mergeJobStates(a, b), b)).toEqual(mergeJobStates(a, b));
      }),
    );
  });

  test('never takes a job back, and keeps what is known of its creation', () => {
    const rank = ({ status }: JobState) => (status === 'CLEANED' ? 2 : isFinal(status) ? 1 : 0);
    fc.assert(
      fc.property(anyState, anyState, (a, b) => {
        const merged = mergeJobStates(a, b);
        expect(rank(merged)).toBe(Math.max(rank(a), rank(b)));
        if (a.createdAtMs !== null) {
          expect(merged.createdAtMs).not.toBeNull();
          expect(merged.request).not.toBeNull();
        }
        expect(merged.output).toEqual(toOutput(merged.kind, merged.result));
      }),
    );
  });

  const running = (observedAtMs: number) => toJobState(readingOf('j1', 'running'), observedAtMs);

  test('of two running states the later stands', () => {
    const rendering = toJobState(readingOf('j1', 'rendering'), 2);

    expect(mergeJobStates(running(1), rendering)).toEqual(rendering);
    expect(mergeJobStates(running(3), rendering)).toEqual(running(3));
  });

  test('a final state absorbs what is read later', () => {
    const failed = toJobState(readingOf('j1', 'failed'), 5);
    const completed = toJobState(readingOf('j1', 'image'), 9);

    expect(mergeJobStates(failed, running(10))).toEqual(failed);
    expect(mergeJobStates(failed, completed).status).toBe('FAILED');
  });

  test('a job started as a video is one, whatever its result looks like', () => {
    const begun = toStartedJob(id, 'VIDEO', REQUEST, 1);
    const bare = toJobState(
      readingOf('j1', { pictoryStatus: 'completed', url: 'https://cdn.example.net/1' }),
      5,
    );

    expect(mergeJobStates(bare, begun)).toMatchObject({
      kind: 'VIDEO',
      status: 'COMPLETED',
      output: { kind: 'VIDEO', url: 'https://cdn.example.net/1' },
      request: REQUEST,
      createdAtMs: 1,
      observedAtMs: 5,
    });
  });

  test('a job started as an image that completes without a url has no output', () => {
    const begun = toStartedJob(id, 'IMAGE', REQUEST, 1);
    const empty = toJobState(readingOf('j1', { pictoryStatus: 'completed' }), 5);

    expect(mergeJobStates(begun, empty)).toMatchObject({ kind: 'IMAGE', status: 'COMPLETED', output: null });
  });

  test('a cleaned job keeps its kind, its credits and its request, and has no output any more', () => {
    const done = mergeJobStates(
      toStartedJob(id, 'IMAGE', REQUEST, 1),
      toJobState(readingOf('j1', 'image'), 5),
    );

    expect(mergeJobStates(done, toCleanedJob(id, 9))).toMatchObject({
      kind: 'IMAGE',
      status: 'CLEANED',
      pictoryStatus: 'cleaned',
      output: null,
      aiCreditsUsed: 2,
      request: REQUEST,
      createdAtMs: 1,
    });
  });

  test('a change is any field but the time of reading', () => {
    expect(isSameState(running(1), running(2))).toBe(true);
    expect(isSameState(running(1), toJobState(readingOf('j1', 'rendering'), 1))).toBe(false);
  });
});
