import { describe, expect, test } from 'vitest';
import { toStartedJob } from '../../src/domain/job.ts';
import { JOB_RULES } from '../../src/domain/job-rules.ts';
import { createOperation } from '../../src/domain/operation.ts';
import { createMemoryWorkStore } from '../../src/replicas/memory-work-store.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { collect, jobId, jobsBench, never, REQUEST } from '../support/jobs.ts';
import { operationOn, tenantOf } from '../support/library.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { notFound, scriptedJobs } from '../support/scripted-jobs.ts';

const j1 = jobId('j1');
const j2 = jobId('j2');
const outage = new UpstreamError('timeout', 'late');

describe('loading jobs', () => {
  test('answers in the order of the ids; one that is not there is null, one that fails is its own failure', async () => {
    await using bench = jobsBench({ j1: ['running'], j2: [outage], j4: ['image'] });
    const ids = ['j4', 'j2', 'j3', 'j1'].map(jobId);

    const loaded = await bench.jobs.loadJobs(bench.tenant, ids, operationOn(bench.clock));

    expect(loaded).toMatchObject([
      { id: 'j4', status: 'COMPLETED' },
      { code: 'UPSTREAM_TIMEOUT' },
      null,
      { id: 'j1', status: 'IN_PROGRESS' },
    ]);
  });

  test('costs a read only for a state that is not final and an interval old', async () => {
    await using bench = jobsBench({ j1: ['running'], j2: ['image'] });
    const load = () => bench.jobs.loadJobs(bench.tenant, [j1, j2], operationOn(bench.clock));
    await load();
    await bench.clock.advance(9_999);
    await load();
    expect(bench.upstream.reads).toHaveLength(2);

    await bench.clock.advance(1);
    await load();
    await bench.clock.advance(5 * 3_600_000);
    await load();

    expect(bench.upstream.reads.map(({ id }) => id)).toEqual(['j1', 'j2', 'j1', 'j1']);
  });

  test('reads a final state again once it has been kept for hours', async () => {
    const clock = createManualClock();
    await using bench = jobsBench({ j1: ['image', 'cleaned'] }, { clock });
    const load = () => bench.jobs.loadJobs(bench.tenant, [j1], operationOn(clock));
    await load();
    await clock.advance(6 * 3_600_000 + 1);

    expect(await load()).toMatchObject([{ status: 'CLEANED' }]);
  });

  test('of one job by many at once is one read; it goes on until the last of them has left', async () => {
    await using bench = jobsBench({ j1: ['hang'] });
    const clients = Array.from({ length: 3 }, () => new AbortController());
    const loads = clients.map(({ signal }) =>
      bench.jobs.loadJobs(bench.tenant, [j1], operationOn(bench.clock, 50, signal)).catch((reason) => reason),
    );
    await bench.clock.advance(0);

    clients[0]?.abort('left');
    clients[1]?.abort('left');
    await bench.clock.advance(0);
    expect(bench.upstream.reads).toMatchObject([{ isAborted: false }]);
    clients[2]?.abort('left');

    expect(await Promise.all(loads)).toEqual(['left', 'left', 'left']);
    expect(bench.upstream.reads).toMatchObject([{ isAborted: true }]);
  });

  test('of the jobs of two tenants is never shared', async () => {
    const clock = createManualClock();
    await using bench = jobsBench({ j1: ['running'] }, { clock });
    const other = tenantOf(scriptedJobs(clock, { j1: ['video'] }).account, 'tenant-2');

    const both = await Promise.all([
      bench.jobs.loadJobs(bench.tenant, [j1], operationOn(clock)),
      bench.jobs.loadJobs(other, [j1], operationOn(clock)),
    ]);

    expect(both).toMatchObject([[{ status: 'IN_PROGRESS' }], [{ status: 'COMPLETED', kind: 'VIDEO' }]]);
  });

  test('of a job that is being polled takes what the polls know', async () => {
    await using bench = jobsBench({ j1: ['running'] }, { random: () => 0.999 });
    collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(10_500);

    const loaded = await bench.jobs.loadJobs(bench.tenant, [j1], operationOn(bench.clock));

    expect(loaded).toMatchObject([{ status: 'IN_PROGRESS' }]);
    expect(bench.upstream.reads).toHaveLength(1);
  });

  test('of a job whose polls fail reads it', async () => {
    await using bench = jobsBench({ j1: ['running', outage, outage, 'image'] });
    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(25_000);

    const loaded = await bench.jobs.loadJobs(bench.tenant, [j1], operationOn(bench.clock));
    await bench.clock.advance(0);

    expect(loaded).toMatchObject([{ status: 'COMPLETED' }]);
    expect(seen).toMatchObject({ statuses: ['IN_PROGRESS', 'COMPLETED'], isDone: true });
  });

  test('counts on the operation, a call per job, up to its limit of jobs', async () => {
    await using bench = jobsBench({ j1: ['running'], j2: ['running'], j3: ['running'] });
    const operation = createOperation({ upstreamCalls: 0, jobs: 2, deadlineMs: 15_000 }, bench.clock, {
      signal: never,
    });

    const loaded = await bench.jobs.loadJobs(bench.tenant, [j1, j2, jobId('j3')], operation);

    expect(loaded).toMatchObject([{ id: 'j1' }, { id: 'j2' }, { code: 'UPSTREAM_CALL_BUDGET_EXCEEDED' }]);
    expect(operation.upstreamCalls).toBe(2);
  });

  test('ends at the deadline of the operation', async () => {
    await using bench = jobsBench({ j1: ['hang'] });
    const loading = bench.jobs.loadJobs(bench.tenant, [j1], operationOn(bench.clock));

    await bench.clock.advance(15_000);

    expect(await loading).toMatchObject([{ code: 'UPSTREAM_TIMEOUT' }]);
  });

  test('keeps a job that was seen until the third 404 in a row, an interval apart', async () => {
    await using bench = jobsBench({ j1: ['running', notFound()] });
    const load = async () => (await bench.jobs.loadJobs(bench.tenant, [j1], operationOn(bench.clock)))[0];
    await load();
    const answers: boolean[] = [];
    for (let minute = 0; minute < 4; minute++) {
      await bench.clock.advance(60_000);
      answers.push((await load()) !== null, (await load()) !== null);
    }

    expect(answers).toEqual([true, true, true, true, false, false, false, false]);
    expect(bench.upstream.reads).toHaveLength(1 + 1 + 1 + 2 + 2);
  });

  test('keeps a job within a minute of its creation, whatever Pictory says', async () => {
    await using bench = jobsBench({});
    await bench.jobs.noteStarted(bench.tenant, toStartedJob(j1, 'IMAGE', REQUEST, bench.clock.now()));
    await bench.clock.advance(59_999);

    const loaded = await bench.jobs.loadJobs(bench.tenant, [j1], operationOn(bench.clock));

    expect(loaded).toMatchObject([{ status: 'IN_PROGRESS', request: REQUEST }]);
    expect(bench.upstream.reads).toHaveLength(1);
  });

  test('tells when a job that ran has ended, and not of jobs that were final when first seen', async () => {
    await using bench = jobsBench({ j1: ['running', 'image'], j2: ['image'] });
    const load = () => bench.jobs.loadJobs(bench.tenant, [j1, j2], operationOn(bench.clock));
    await load();
    await bench.clock.advance(20_000);
    await load();

    expect(bench.ended).toMatchObject([{ id: 'j1', kind: 'IMAGE', status: 'COMPLETED' }]);
  });

  test('remembers no more jobs than the store has room for', async () => {
    const clock = createManualClock();
    await using bench = jobsBench(
      { j1: ['image'], j2: ['image'] },
      { clock, store: createMemoryWorkStore({ rules: JOB_RULES, clock, maxStates: 1 }) },
    );

    for (const id of [j1, j2, j1, j1]) await bench.jobs.loadJobs(bench.tenant, [id], operationOn(clock));

    expect(bench.upstream.reads.map(({ id }) => id)).toEqual(['j1', 'j2', 'j1']);
  });
});
