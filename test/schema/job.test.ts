import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import type { JobState } from '../../src/domain/job.ts';
import { JobDocument, JobsByIdsDocument, JobsDocument } from '../generated/graphql.ts';
import { anImage, aVideo } from '../support/assets.ts';
import { aFinishedJob, aJob, ask, callerWith, connectionOf, contextOf, tenant } from './graph.ts';

const loading = (...states: (JobState | null | GatewayError)[]) => ({
  jobs: { loadJobs: async () => states },
});

describe('a job', () => {
  test('that runs has no result yet', async () => {
    const { data } = await ask(JobDocument, { id: 'j1' }, contextOf(loading(aJob('j1'))));

    expect(data.job).toEqual({
      id: 'Job:j1',
      pictoryId: 'j1',
      kind: null,
      status: 'IN_PROGRESS',
      pictoryStatus: 'in-progress',
      isFinal: false,
      output: null,
      image: null,
      video: null,
      aiCreditsUsed: null,
      error: null,
      request: null,
      createdAt: null,
      observedAt: '2026-11-02T12:00:00.000Z',
    });
  });

  test('that has made an image shows what it reports and what the library lists', async () => {
    const image = anImage('i1');
    const context = contextOf({
      ...loading(aFinishedJob('j1', image)),
      library: {
        findImageByUrl: async (of, url, _operation, fresh) => {
          expect({ of, url, fresh }).toEqual({ of: tenant, url: image.url, fresh: false });
          return image;
        },
      },
    });

    const { data } = await ask(JobDocument, { id: 'j1' }, context);

    expect(data.job).toMatchObject({
      kind: 'IMAGE',
      status: 'COMPLETED',
      isFinal: true,
      output: { url: image.url, width: 1024, height: 576 },
      image: { id: 'Image:i1', prompt: 'A lighthouse' },
      video: null,
      aiCreditsUsed: 1.6,
    });
  });

  test('that has made a video shows what it reports and what the library lists', async () => {
    const video = aVideo('v1');
    const context = contextOf({
      ...loading(aFinishedJob('j1', video)),
      library: { findVideoByUrl: async () => video },
    });

    const { data } = await ask(JobDocument, { id: 'j1' }, context);

    expect(data.job).toMatchObject({
      kind: 'VIDEO',
      output: {
        url: video.url,
        width: 960,
        height: 720,
        duration: '10s',
        durationSeconds: 10,
        previewImageUrl: video.previewImageUrl,
        thumbnailImageUrl: video.thumbnailImageUrl,
        lastFrameImageUrl: video.lastFrameImageUrl,
      },
      image: null,
      video: { id: 'Video:v1' },
    });
  });

  test('whose result the library does not list yet, or cannot tell, still shows what it reports', async () => {
    const job = aFinishedJob('j1', anImage('i1'));
    const failing = contextOf({
      ...loading(job),
      library: {
        findImageByUrl: async () => {
          throw new GatewayError('UPSTREAM_UNAVAILABLE', 'Away.');
        },
      },
    });
    const absent = contextOf({ ...loading(job), library: { findImageByUrl: async () => null } });

    const [failed, missing] = [
      await ask(JobDocument, { id: 'j1' }, failing),
      await ask(JobDocument, { id: 'j1' }, absent),
    ];

    expect(failed.data.job).toMatchObject({ output: { url: job.output?.url }, image: null });
    expect(failed.errors).toEqual(['UPSTREAM_UNAVAILABLE at job.image']);
    expect(missing.data.job).toMatchObject({ output: { url: job.output?.url }, image: null });
    expect(missing.errors).toEqual([]);
  });

  test('that failed says why, in Pictory’s words', async () => {
    const failed = aJob('j1', {
      status: 'FAILED',
      pictoryStatus: 'failed',
      failure: { code: null, message: 'The prompt was refused.' },
    });

    const { data } = await ask(JobDocument, { id: 'j1' }, contextOf(loading(failed)));

    expect(data.job).toMatchObject({
      status: 'FAILED',
      isFinal: true,
      error: { code: null, message: 'The prompt was refused.' },
    });
  });

  test('that was started here remembers when and for what', async () => {
    const request = {
      prompt: 'A violin maker',
      model: 'pixverse5.5',
      aspectRatio: '16:9',
      style: null,
      duration: '5s',
      referenceImageUrl: null,
      firstFrameImageUrl: null,
      extendVideoUrl: null,
      referenceImageUrls: ['https://assets.test/a.png'],
    };
    const job = aJob('j1', { kind: 'VIDEO', request, createdAtMs: Date.UTC(2026, 10, 2, 11, 59) });

    const { data } = await ask(JobDocument, { id: 'j1' }, contextOf(loading(job)));

    expect(data.job).toMatchObject({ kind: 'VIDEO', createdAt: '2026-11-02T11:59:00.000Z', request });
  });

  test.each([
    ['CLEANED', true],
    ['UNKNOWN', false],
  ] as const)('with status %s is final: %s', async (status, isFinal) => {
    const { data } = await ask(
      JobDocument,
      { id: 'j1' },
      contextOf(loading(aJob('j1', { status, pictoryStatus: 'new' }))),
    );

    expect(data.job).toMatchObject({ status, pictoryStatus: 'new', isFinal });
  });

  test('that Pictory does not know is null', async () => {
    expect(await ask(JobDocument, { id: 'j1' }, contextOf(loading(null)))).toEqual({
      data: { job: null },
      errors: [],
    });
  });

  test.each([
    ['job(id: "Image:i1")', 'BAD_USER_INPUT at job'],
    ['job(id: "")', 'BAD_USER_INPUT at job'],
    ['job(id: "j1", waitSeconds: -1)', 'BAD_USER_INPUT at job'],
    ['job(id: "j1", waitSeconds: 51)', 'BAD_USER_INPUT at job'],
  ])('%s is %s', async (field, code) => {
    expect((await ask(`{ ${field} { id } }`, {}, contextOf())).errors).toEqual([code]);
  });
});

describe('waiting for a job', () => {
  test('takes up to 50 seconds and a fresh look for what it made', async () => {
    const image = anImage('i1');
    const waits: number[] = [];
    const context = contextOf({
      jobs: {
        waitForJob: async (_tenant, id, waitMs) => {
          waits.push(waitMs);
          return aFinishedJob(id, image);
        },
      },
      library: {
        findImageByUrl: async (_tenant, _url, _operation, fresh) => {
          expect(fresh).toBe(true);
          return image;
        },
      },
    });

    const { data, errors } = await ask(JobDocument, { id: 'Job:j1', waitSeconds: 50 }, context);

    expect(errors).toEqual([]);
    expect(data.job).toMatchObject({ id: 'Job:j1', image: { id: 'Image:i1' } });
    expect(waits).toEqual([50_000]);
  });

  test('gives the state of the moment when time is over, and null for a job that does not exist', async () => {
    const stillRunning = contextOf({ jobs: { waitForJob: async () => aJob('j1') } });
    const unknown = contextOf({ jobs: { waitForJob: async () => null } });

    expect((await ask(JobDocument, { id: 'j1', waitSeconds: 1 }, stillRunning)).data.job).toMatchObject({
      status: 'IN_PROGRESS',
    });
    expect(await ask(JobDocument, { id: 'j1', waitSeconds: 1 }, unknown)).toEqual({
      data: { job: null },
      errors: [],
    });
  });

  test('of no seconds, or of null, is a read', async () => {
    const context = contextOf(loading(aJob('j1')));

    expect((await ask('{ job(id: "j1", waitSeconds: 0) { id } }', {}, context)).data).toEqual({
      job: { id: 'Job:j1' },
    });
    expect((await ask('{ job(id: "j1", waitSeconds: null) { id } }', {}, context)).errors).toEqual([]);
  });
});

describe('many jobs by id', () => {
  test('come in the order of the ids, each with its own failure, in one read', async () => {
    const reads: (readonly string[])[] = [];
    const context = contextOf({
      jobs: {
        loadJobs: async (_tenant, ids) => {
          reads.push(ids);
          return [aJob('j1'), null, new GatewayError('UPSTREAM_CALL_BUDGET_EXCEEDED', 'Too many.')];
        },
      },
    });

    const { data, errors } = await ask(
      JobsByIdsDocument,
      { ids: ['j1', 'Job:j2', 'Video:v1', 'j3'] },
      context,
    );

    expect(data.jobsByIds.map((job) => job?.id ?? null)).toEqual(['Job:j1', null, null, null]);
    expect(errors).toEqual(['BAD_USER_INPUT at jobsByIds.2', 'UPSTREAM_CALL_BUDGET_EXCEEDED at jobsByIds.3']);
    expect(reads).toEqual([['j1', 'j2', 'j3']]);
  });

  test('may be none, and at most 100', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `j${index}`);

    expect((await ask(JobsByIdsDocument, { ids: [] }, contextOf())).data).toEqual({ jobsByIds: [] });
    expect((await ask(JobsByIdsDocument, { ids }, contextOf())).errors).toEqual([
      'BAD_USER_INPUT at jobsByIds',
    ]);
  });
});

test('the list of jobs shows jobs, and null with an error for a malformed one', async () => {
  const context = contextOf({ jobs: { listJobs: async () => connectionOf([aJob('j1'), null]) } });

  const { data, errors } = await ask(JobsDocument, { first: 2 }, context);

  expect(data.jobs?.edges.map((edge) => edge.node?.id ?? null)).toEqual(['Job:j1', null]);
  expect(errors).toEqual(['UPSTREAM_INVALID_RESPONSE at jobs.edges.1.node']);
});

test('the asset behind a job needs the scope to read', async () => {
  const context = contextOf({
    caller: callerWith('generate'),
    studio: {
      generateImages: async () => [
        { type: 'started', job: aFinishedJob('j1', anImage('i1')), replayed: true },
      ],
    },
  });

  const { data, errors } = await ask<unknown, object>(
    'mutation { generateImage(input: { prompt: "A lamp" }) { ... on GenerateImagePayload { jobId job { status image { id } } } } }',
    {},
    context,
  );

  expect(data).toEqual({ generateImage: { jobId: 'Job:j1', job: { status: 'COMPLETED', image: null } } });
  expect(errors).toEqual(['FORBIDDEN at generateImage.job.image']);
});
