import { describe, expect, test } from 'vitest';
import { toStartedJob } from '../../src/domain/job.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { collect, jobId, jobsBench, never, REQUEST } from '../support/jobs.ts';
import { operationOn } from '../support/library.ts';

const j1 = jobId('j1');
const outage = new UpstreamError('server-error', 'oops', { status: 500 });

describe('waiting for a job', () => {
  test('ends as soon as it is final', async () => {
    await using bench = jobsBench({ j1: ['running', 'running', 'image', 'image'] });
    const startMs = bench.clock.now();
    let endMs = 0;
    const waiting = bench.jobs.waitForJob(bench.tenant, j1, 50_000, operationOn(bench.clock)).finally(() => {
      endMs = bench.clock.now();
    });

    await bench.clock.advance(60_000);

    expect(await waiting).toMatchObject({ status: 'COMPLETED' });
    expect(endMs - startMs).toBe(20_000);
    expect(bench.upstream.reads).toHaveLength(3);
    expect(bench.clock.sleeping).toBe(0);
  });

  test('gives the current state when the time is over, and stops polling', async () => {
    await using bench = jobsBench({ j1: ['running', 'rendering'] });
    const waiting = bench.jobs.waitForJob(bench.tenant, j1, 15_000, operationOn(bench.clock));

    await bench.clock.advance(15_000);

    expect(await waiting).toMatchObject({ pictoryStatus: 'rendering' });
    expect(bench.clock.sleeping).toBe(0);
  });

  test('is never later, however slow Pictory is, once anything is known', async () => {
    await using bench = jobsBench({ j1: ['hang'] });
    await bench.jobs.noteStarted(bench.tenant, toStartedJob(j1, 'IMAGE', REQUEST, bench.clock.now()));
    await bench.clock.advance(60_000);
    const waiting = bench.jobs.waitForJob(bench.tenant, j1, 2_000, operationOn(bench.clock));

    await bench.clock.advance(2_000);

    expect(await waiting).toMatchObject({ status: 'IN_PROGRESS', request: REQUEST });
    expect(bench.upstream.reads).toMatchObject([{ isAborted: true }]);
  });

  test('shares the poll loop with subscribers', async () => {
    await using bench = jobsBench({ j1: ['running', 'image'] });
    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(1_000);
    const waiting = bench.jobs.waitForJob(bench.tenant, j1, 50_000, operationOn(bench.clock));

    await bench.clock.advance(9_000);

    expect(await waiting).toMatchObject({ status: 'COMPLETED' });
    expect(seen.isDone).toBe(true);
    expect(bench.upstream.reads).toHaveLength(2);
  });

  test('for no time is a read', async () => {
    await using bench = jobsBench({ j1: ['running'] });
    const operation = operationOn(bench.clock);

    expect(await bench.jobs.waitForJob(bench.tenant, j1, 0, operation)).toMatchObject({
      status: 'IN_PROGRESS',
    });
    expect(operation.upstreamCalls).toBe(1);
    expect(bench.clock.sleeping).toBe(0);
  });

  test('for a job that has ended or does not exist ends at once', async () => {
    await using bench = jobsBench({ j1: ['failed'] });
    const wait = (id: string) =>
      bench.jobs.waitForJob(bench.tenant, jobId(id), 50_000, operationOn(bench.clock));

    expect(await wait('j1')).toMatchObject({ status: 'FAILED' });
    expect(await wait('j1')).toMatchObject({ status: 'FAILED' });
    expect(await wait('nope')).toBeNull();
    expect(bench.upstream.reads).toHaveLength(2);
  });

  test('for a job that turns out not to exist gives null', async () => {
    await using bench = jobsBench({});
    await bench.jobs.noteStarted(
      bench.tenant,
      toStartedJob(j1, 'IMAGE', REQUEST, bench.clock.now() - 120_000),
    );
    const waiting = bench.jobs.waitForJob(bench.tenant, j1, 50_000, operationOn(bench.clock));

    await bench.clock.advance(50_000);

    expect(await waiting).toBeNull();
  });

  test('gives the last known state when reads fail', async () => {
    const unauthorized = new UpstreamError('unauthorized', 'no', { status: 401 });
    await using bench = jobsBench({ j1: [outage], j2: [unauthorized] });
    for (const id of ['j1', 'j2']) {
      const state = toStartedJob(jobId(id), 'IMAGE', REQUEST, bench.clock.now());
      await bench.jobs.noteStarted(bench.tenant, state);
    }
    await bench.clock.advance(20_000);
    const wait = (id: string, waitMs: number) =>
      bench.jobs.waitForJob(bench.tenant, jobId(id), waitMs, operationOn(bench.clock));

    expect(await wait('j1', 0)).toMatchObject({ id: 'j1', status: 'IN_PROGRESS' });
    expect(await wait('j2', 50_000)).toMatchObject({ id: 'j2', status: 'IN_PROGRESS' });
    const long = wait('j1', 50_000);
    await bench.clock.advance(50_000);
    expect(await long).toMatchObject({ id: 'j1', status: 'IN_PROGRESS' });
  });

  test('fails as the reads do when nothing is known at the end', async () => {
    await using bench = jobsBench({ j1: [outage] });
    const waiting = bench.jobs
      .waitForJob(bench.tenant, j1, 20_000, operationOn(bench.clock))
      .catch((error) => error);

    await bench.clock.advance(20_000);

    expect(await waiting).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  test('outlasts trouble that passes in time', async () => {
    await using bench = jobsBench({ j1: [outage, outage, 'image'] });
    const waiting = bench.jobs.waitForJob(bench.tenant, j1, 50_000, operationOn(bench.clock));

    await bench.clock.advance(50_000);

    expect(await waiting).toMatchObject({ status: 'COMPLETED' });
  });

  test('does not wait when the operation may read no more', async () => {
    await using bench = jobsBench({ j1: ['running'] });
    const operation = operationOn(bench.clock);
    for (let count = 0; count < 100; count++) operation.jobCall();

    await expect(bench.jobs.waitForJob(bench.tenant, j1, 50_000, operation)).rejects.toMatchObject({
      code: 'UPSTREAM_CALL_BUDGET_EXCEEDED',
    });
    expect(bench.upstream.reads).toHaveLength(0);
  });

  test('gives the operation its time again', async () => {
    await using bench = jobsBench({ j1: ['running'] });
    const operation = operationOn(bench.clock);
    const waiting = bench.jobs.waitForJob(bench.tenant, j1, 14_000, operation);
    await bench.clock.advance(14_000);
    await waiting;

    expect(operation.readCall().deadlineAt).toBe(bench.clock.now() + 15_000);
    expect(operation.upstreamCalls).toBe(1);
  });

  test('ends at once when the client has gone', async () => {
    await using bench = jobsBench({ j1: ['running'] });
    const client = new AbortController();
    const waiting = bench.jobs
      .waitForJob(bench.tenant, j1, 50_000, operationOn(bench.clock, 50, client.signal))
      .catch((reason) => reason);
    await bench.clock.advance(5_000);

    client.abort('gone');

    expect(await waiting).toBe('gone');
    await bench.clock.advance(0);
    expect(bench.clock.sleeping).toBe(0);
  });

  test('ends with the current state when the process drains, also when it begins after that', async () => {
    await using bench = jobsBench({ j1: ['running'], j2: ['running'] });
    const wait = (id: string) =>
      bench.jobs.waitForJob(bench.tenant, jobId(id), 50_000, operationOn(bench.clock));
    const waiting = wait('j1');
    await bench.clock.advance(1_000);

    bench.jobs.drain();

    expect(await waiting).toMatchObject({ id: 'j1', status: 'IN_PROGRESS' });
    expect(await wait('j2')).toMatchObject({ id: 'j2', status: 'IN_PROGRESS' });
    expect(bench.clock.sleeping).toBe(0);
  });
});
