import { describe, expect, test } from 'vitest';
import { isFinal, type JobKind, type JobStatus, toJobState } from '../../src/domain/job.ts';
import type { JobReading } from '../../src/upstream/pictory/jobs.ts';
import { readingOf } from '../support/scripted-jobs.ts';

const URL = 'https://cdn.example.net/1';

function stateOf(reading: Parameters<typeof readingOf>[1]) {
  return toJobState(readingOf('j1', reading), 1_000);
}

describe('a reading of a job', () => {
  test.for<[string, JobStatus, boolean]>([
    ['in-progress', 'IN_PROGRESS', false],
    ['completed', 'COMPLETED', true],
    ['failed', 'FAILED', true],
    ['cleaned', 'CLEANED', true],
    ['rendering', 'UNKNOWN', false],
    ['Completed', 'UNKNOWN', false],
    ['constructor', 'UNKNOWN', false],
    ['', 'UNKNOWN', false],
  ])('with status "%s" is %s', ([pictoryStatus, status, final]) => {
    const state = stateOf({ pictoryStatus });

    expect(state).toMatchObject({ id: 'j1', status, pictoryStatus, observedAtMs: 1_000 });
    expect(isFinal(state.status)).toBe(final);
  });

  test.for<[string, Partial<JobReading>, JobKind | null]>([
    ['a duration', { url: URL, duration: '8s', width: 1 }, 'VIDEO'],
    ['a preview', { url: URL, previewImageUrl: URL }, 'VIDEO'],
    ['a thumbnail', { url: URL, thumbnailImageUrl: URL }, 'VIDEO'],
    ['a last frame', { url: URL, lastFrameImageUrl: URL }, 'VIDEO'],
    ['a width', { url: URL, width: 1024 }, 'IMAGE'],
    ['a height', { url: URL, height: 1024 }, 'IMAGE'],
    ['credits used', { url: URL, aiCreditsUsed: 0 }, 'IMAGE'],
    ['nothing but a url', { url: URL }, 'OTHER'],
    ['no url', { duration: '8s', aiCreditsUsed: 2 }, 'OTHER'],
  ])('that is completed with %s shows what the job makes', ([_, reading, kind]) => {
    expect(stateOf({ pictoryStatus: 'completed', ...reading }).kind).toBe(kind);
  });

  test('that is not completed does not show what the job makes, and has no result', () => {
    for (const pictoryStatus of ['in-progress', 'failed', 'cleaned', 'rendering']) {
      const state = stateOf({ pictoryStatus, url: URL, duration: '8s' });

      expect(state).toMatchObject({ kind: null, result: null, output: null });
    }
  });

  test('of a completed image has its output', () => {
    expect(stateOf('image').output).toEqual({
      kind: 'IMAGE',
      url: 'https://cdn.example.net/1.png',
      width: 1024,
      height: 768,
      duration: null,
      previewImageUrl: null,
      thumbnailImageUrl: null,
      lastFrameImageUrl: null,
    });
  });

  test('of a job of another feature has a result but no output', () => {
    const state = stateOf({ pictoryStatus: 'completed', url: URL });

    expect(state).toMatchObject({ kind: 'OTHER', output: null, result: { url: URL } });
  });

  test('of a failed job has the failure in the words of Pictory', () => {
    expect(stateOf('failed').failure).toEqual({ code: 'NO_LUCK', message: 'The kiln was cold.' });
  });

  test('of a job that failed without a reason says so', () => {
    expect(stateOf({ pictoryStatus: 'failed' }).failure).toEqual({
      code: null,
      message: 'Pictory gave no reason for this failure.',
    });
  });

  test('of a job that has not failed has no failure, whatever else it carries', () => {
    expect(stateOf({ pictoryStatus: 'in-progress', errorMessage: 'left over' }).failure).toBeNull();
  });
});
