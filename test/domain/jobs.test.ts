import { describe, expect, test } from 'vitest';
import { toStartedJob } from '../../src/domain/job.ts';
import type { Connection } from '../../src/domain/paging/connection.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import type { JobReading } from '../../src/upstream/pictory/jobs.ts';
import { jobId, jobsBench, REQUEST } from '../support/jobs.ts';
import { operationOn } from '../support/library.ts';
import { notFound, readingOf } from '../support/scripted-jobs.ts';

const j1 = jobId('j1');

describe('cleaning a job', () => {
  test('gives the cleaned state, with what is known of its creation, and tells of it', async () => {
    await using bench = jobsBench({});
    await bench.jobs.noteStarted(bench.tenant, toStartedJob(j1, 'IMAGE', REQUEST, bench.clock.now()));

    const cleaned = await bench.jobs.cleanJob(bench.tenant, j1, operationOn(bench.clock));

    expect(cleaned).toMatchObject({
      status: 'CLEANED',
      pictoryStatus: 'cleaned',
      kind: 'IMAGE',
      request: REQUEST,
    });
    expect(bench.ended).toMatchObject([{ id: 'j1', status: 'CLEANED' }]);
    expect(await bench.jobs.loadJobs(bench.tenant, [j1], operationOn(bench.clock))).toEqual([cleaned]);
    expect(bench.upstream.reads).toHaveLength(0);
  });

  test('that does not exist gives null', async () => {
    await using bench = jobsBench({});
    bench.upstream.cleanAnswers.push(notFound());

    expect(await bench.jobs.cleanJob(bench.tenant, j1, operationOn(bench.clock))).toBeNull();
  });

  test('that Pictory refuses gives the refusal in its words', async () => {
    await using bench = jobsBench({});
    const complaint = {
      code: 'JOB_RUNNING',
      message: 'The job has not ended.',
      fields: [{ name: 'jobid', message: 'still in progress' }],
    };
    bench.upstream.cleanAnswers.push(new UpstreamError('refused', 'no', { status: 400, complaint }));

    expect(await bench.jobs.cleanJob(bench.tenant, j1, operationOn(bench.clock))).toEqual({
      refused: true,
      message: 'The job has not ended.',
      pictoryCode: 'JOB_RUNNING',
      issues: [{ path: ['jobid'], message: 'still in progress' }],
    });
    expect(bench.ended).toEqual([]);
  });

  test.for<[string, boolean | Error]>([
    ['with `success: false`', false],
    ['without words', new UpstreamError('refused', 'no', { status: 400 })],
  ])('that Pictory refuses %s is refused in ours', async ([_, answer]) => {
    await using bench = jobsBench({});
    bench.upstream.cleanAnswers.push(answer);

    expect(await bench.jobs.cleanJob(bench.tenant, j1, operationOn(bench.clock))).toEqual({
      refused: true,
      message: 'Pictory did not clean this job and gave no reason. Only a job that has ended can be.',
      pictoryCode: null,
      issues: [],
    });
  });

  test('fails as the upstream does, and then nothing is taken for cleaned', async () => {
    await using bench = jobsBench({ j1: ['image'] });
    bench.upstream.cleanAnswers.push(new UpstreamError('timeout', 'late'));

    await expect(bench.jobs.cleanJob(bench.tenant, j1, operationOn(bench.clock))).rejects.toMatchObject({
      code: 'UPSTREAM_TIMEOUT',
    });
    expect(await bench.jobs.loadJobs(bench.tenant, [j1], operationOn(bench.clock))).toMatchObject([
      { status: 'COMPLETED' },
    ]);
  });

  test('counts as a call of the operation', async () => {
    await using bench = jobsBench({});
    const operation = operationOn(bench.clock);
    await bench.jobs.cleanJob(bench.tenant, j1, operation);

    expect(operation.upstreamCalls).toBe(1);
  });
});

describe('listing jobs', () => {
  const sealed: string[] = [];
  const listed = (readings: (JobReading | null)[]): Connection<JobReading> => {
    const seal = (name: string) => {
      sealed.push(name);
      return name;
    };
    return {
      edges: readings.map((item, index) => ({
        place: { identity: `${index}`, createdAtMs: 0, item, problem: item ? null : 'no id' },
        get cursor() {
          return seal(`cursor ${index}`);
        },
      })),
      hasNextPage: true,
      hasPreviousPage: false,
      truncated: true,
      get startCursor() {
        return seal('start');
      },
      get endCursor() {
        return seal('end');
      },
    };
  };

  test('shows each as its state, with what is remembered of it, without reading any', async () => {
    await using bench = jobsBench(
      {},
      { listJobPages: async () => listed([readingOf('j1', 'running'), null, readingOf('j2', 'video')]) },
    );
    await bench.jobs.noteStarted(bench.tenant, toStartedJob(j1, 'IMAGE', REQUEST, bench.clock.now()));

    const { edges, ...rest } = await bench.jobs.listJobs(
      bench.tenant,
      { first: 3, after: null },
      operationOn(bench.clock),
    );

    expect(edges.map(({ place }) => place)).toMatchObject([
      { identity: '0', item: { id: 'j1', kind: 'IMAGE', status: 'IN_PROGRESS', request: REQUEST } },
      { identity: '1', item: null, problem: 'no id' },
      { identity: '2', item: { id: 'j2', kind: 'VIDEO', status: 'COMPLETED', request: null } },
    ]);
    expect(rest).toMatchObject({ hasNextPage: true, hasPreviousPage: false, truncated: true });
    expect(bench.upstream.reads).toHaveLength(0);
  });

  test('never shows a job as running that is known to have ended', async () => {
    await using bench = jobsBench(
      { j1: ['image'] },
      { listJobPages: async () => listed([readingOf('j1', 'running')]) },
    );
    await bench.jobs.loadJobs(bench.tenant, [j1], operationOn(bench.clock));
    await bench.clock.advance(1_000);

    const { edges } = await bench.jobs.listJobs(
      bench.tenant,
      { first: 1, after: null },
      operationOn(bench.clock),
    );

    expect(edges[0]?.place.item).toMatchObject({ status: 'COMPLETED' });
  });

  test('seals only the cursors that are read', async () => {
    sealed.length = 0;
    await using bench = jobsBench(
      {},
      { listJobPages: async () => listed([readingOf('j1', 'running'), readingOf('j2', 'running')]) },
    );
    const list = await bench.jobs.listJobs(bench.tenant, { first: 2, after: null }, operationOn(bench.clock));
    expect(sealed).toEqual([]);

    expect([list.edges[1]?.cursor, list.startCursor, list.endCursor]).toEqual(['cursor 1', 'start', 'end']);
    expect(sealed).toEqual(['cursor 1', 'start', 'end']);
  });

  test('fails as the upstream does', async () => {
    await using bench = jobsBench(
      {},
      { listJobPages: () => Promise.reject(new UpstreamError('blocked', 'no')) },
    );

    await expect(
      bench.jobs.listJobs(bench.tenant, { first: 1, after: null }, operationOn(bench.clock)),
    ).rejects.toMatchObject({ code: 'UPSTREAM_BLOCKED' });
  });
});
