import { describe, expect, test } from 'vitest';
import { jobSegment, parseCleaned, parseJob, parseStartedJobId } from '../../../src/upstream/pictory/jobs.ts';

const NOTHING = {
  url: null,
  width: null,
  height: null,
  duration: null,
  previewImageUrl: null,
  thumbnailImageUrl: null,
  lastFrameImageUrl: null,
  aiCreditsUsed: null,
  errorCode: null,
  errorMessage: null,
};

describe('a job', () => {
  test('that runs has a status and nothing else', () => {
    const body = { job_id: 'j1', success: true, data: { status: 'in-progress' } };
    expect(parseJob(body, 'j1')).toEqual({ ...NOTHING, jobId: 'j1', pictoryStatus: 'in-progress' });
  });

  test('that made a video has all of it', () => {
    const video = {
      url: 'https://cdn.example.net/v.mp4',
      duration: '10s',
      width: 960,
      height: '720',
      thumbnailImageUrl: 'https://cdn.example.net/t.jpg',
      lastFrameImageUrl: 'https://cdn.example.net/l.png',
      previewImageUrl: 'https://cdn.example.net/p.jpg',
      aiCreditsUsed: 16.4,
    };
    const body = { job_id: 'j1', success: true, data: { status: 'completed', ...video, avatar: {} } };
    expect(parseJob(body, 'j1')).toEqual({
      ...NOTHING,
      ...video,
      height: 720,
      jobId: 'j1',
      pictoryStatus: 'completed',
    });
  });

  test.each(['cleaned', 'queued', 'Waiting for 7 others'])('keeps the status %j verbatim', (status) => {
    expect(parseJob({ success: true, data: { status } }, 'j1').pictoryStatus).toBe(status);
  });

  test.each([
    [{ success: false, data: { status: 'failed', error_code: 'X1', error_message: 'No.' } }, 'X1', 'No.'],
    [{ success: false, data: { error_code: 890, error_message: 'No.' } }, '890', 'No.'],
    [{ success: false, error: { error_code: 890, error_message: 'No.' } }, '890', 'No.'],
    [{ success: false, error_code: 'X1', error_message: 'No.' }, 'X1', 'No.'],
    [{ success: false, error: 'No.' }, null, 'No.'],
    [{ success: false, message: 'No.' }, null, 'No.'],
    [{ success: false }, null, null],
    [{ data: { errorCode: 'X1', errorMessage: 'No.' } }, 'X1', 'No.'],
  ])('of %j has failed', (body, errorCode, errorMessage) => {
    expect(parseJob(body, 'j1')).toEqual({
      ...NOTHING,
      jobId: 'j1',
      pictoryStatus: 'failed',
      errorCode,
      errorMessage,
    });
  });

  test.each([
    [{ error_code: '5000', error_message: 'JOB_NOT_FOUND' }],
    [{ success: false, data: { error_code: 5000 } }],
    [{ success: false, data: { status: 'failed', error_code: '5000', error_message: 'JOB_NOT_FOUND' } }],
    [{ success: false, error: { error_message: 'JOB_NOT_FOUND' } }],
    [{ error: 'JOB_NOT_FOUND' }],
    [{ code: 5000, message: 'x' }],
  ])('is not found by %j', (body) => {
    expect(() => parseJob(body, 'j1')).toThrow(expect.objectContaining({ failure: 'not-found' }));
    expect(() => parseCleaned(body)).toThrow(expect.objectContaining({ failure: 'not-found' }));
  });

  test.each([
    [{}],
    [{ success: true }],
    [{ success: true, data: {} }],
    [{ success: true, data: { status: 3 } }],
    [{ success: true, data: 'completed' }],
    [[]],
    [{ job_id: 'j2', data: { status: 'completed' } }],
    [{ data: { jobId: 'j2', status: 'completed' } }],
  ])('is not told by %j', (body) => {
    expect(() => parseJob(body, 'j1')).toThrow(expect.objectContaining({ failure: 'invalid-response' }));
  });

  test.each([
    [10_000, 'x'.repeat(10_000), 'x'.repeat(10_000)],
    [10_001, null, `${'x'.repeat(10_000)}…`],
  ])('that says something in %s characters has still ended', (length, url, errorMessage) => {
    const long = 'x'.repeat(length);
    const body = {
      success: false,
      data: { status: 'failed', url: long, error_message: long, error_code: long },
    };
    expect(parseJob(body, 'j')).toEqual({
      ...NOTHING,
      jobId: 'j',
      pictoryStatus: 'failed',
      url,
      errorCode: errorMessage,
      errorMessage,
    });
  });

  test('is the one asked for in whatever case Pictory writes its id', () => {
    expect(parseJob({ job_id: 'AB-1', data: { status: 'x' } }, 'ab-1').jobId).toBe('ab-1');
  });
});

describe('the id of a job in a path', () => {
  test.each([
    ['9a0d7c52-6f0b-4c9a-b7c3-2f9f3a1e5d10', '9a0d7c52-6f0b-4c9a-b7c3-2f9f3a1e5d10'],
    ['a/../b', 'a%2F..%2Fb'],
    ['a?b#c%2e', 'a%3Fb%23c%252e'],
    ['é ', '%C3%A9%20'],
    ['...', '...'],
  ])('%j is the segment %s', (id, segment) => {
    expect(jobSegment(id)).toBe(segment);
  });

  test.each(['', '.', '..', '\ud800', 'x'.repeat(201)])('%j is no job', (id) => {
    expect(() => jobSegment(id)).toThrow(expect.objectContaining({ failure: 'not-found' }));
  });
});

test.each([
  [{ success: true, data: { jobId: 'j1' } }, 'j1'],
  [{ data: { job_id: 'j1' } }, 'j1'],
  [{ jobId: 'j1' }, 'j1'],
  [{ job_id: 'j1' }, 'j1'],
  [{ data: { jobId: '' } }, null],
  [{ data: { jobId: 12 } }, '12'],
  [{ success: true }, null],
  [['j1'], null],
])('the started job of %j is %j', (body, jobId) => {
  expect(parseStartedJobId(body)).toBe(jobId);
});

test('a job is cleaned, or not, as Pictory says', () => {
  expect(parseCleaned({ success: true })).toBe(true);
  expect(parseCleaned({ success: false })).toBe(false);
});

test.each([[{}], [{ success: 'yes' }], [[]]])('%j does not say whether the job was cleaned', (body) => {
  expect(() => parseCleaned(body)).toThrow(expect.objectContaining({ failure: 'invalid-response' }));
});
