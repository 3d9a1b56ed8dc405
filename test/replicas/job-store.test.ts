import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { type JobState, toCleanedJob, toJobState, toStartedJob } from '../../src/domain/job.ts';
import type { JobStore } from '../../src/domain/job-store.ts';
import { createMemoryJobStore } from '../../src/replicas/memory-job-store.ts';
import { jobId, REQUEST } from '../support/jobs.ts';
import { tenantOf } from '../support/library.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { readingOf, scriptedJobs } from '../support/scripted-jobs.ts';

const clock = createManualClock();
const { account } = scriptedJobs(clock, {});
const tenant = tenantOf(account, 'tenant-1');
const id = jobId('j1');
const running = toJobState(readingOf('j1', 'running'), clock.now());
const completed = toJobState(readingOf('j1', 'image'), clock.now() + 1);

describe.for<[string, (options: { clock: Clock; maxJobs?: number; keptMs?: number }) => JobStore]>([
  ['in memory', createMemoryJobStore],
])('a store of jobs %s', ([_, createStore]) => {
  test('knows what was put in, and nothing else', async () => {
    const store = createStore({ clock });

    expect(await store.read(tenant, id)).toBeNull();
    expect(store.recall(tenant, id)).toBeNull();
    expect(await store.merge(tenant, running)).toEqual(running);
    expect(await store.read(tenant, id)).toEqual(running);
    expect(store.recall(tenant, id)).toEqual(running);
    expect(await store.read(tenant, jobId('j2'))).toBeNull();
  });

  test('keeps the jobs of two tenants apart, equal ids too', async () => {
    const store = createStore({ clock });
    const other = tenantOf(account, 'tenant-2');
    const heard: JobState[] = [];
    await using _seat = await store.join(other, id, (state) => heard.push(state));

    await store.merge(tenant, running);

    expect(await store.read(other, id)).toBeNull();
    expect(heard).toEqual([]);
  });

  test('merges: what comes late undoes nothing', async () => {
    const store = createStore({ clock });
    await store.merge(tenant, toStartedJob(id, 'IMAGE', REQUEST, clock.now()));
    await store.merge(tenant, completed);

    const merged = await store.merge(tenant, running);

    expect(merged).toMatchObject({ status: 'COMPLETED', request: REQUEST });
    expect(await store.read(tenant, id)).toEqual(merged);
  });

  test('tells everybody who has joined of each change, until they leave', async () => {
    const store = createStore({ clock });
    const [staying, leaving]: [string[], string[]] = [[], []];
    await using _seat = await store.join(tenant, id, ({ status }) => staying.push(status));
    const seat = await store.join(tenant, id, ({ status }) => leaving.push(status));

    await store.merge(tenant, running);
    await store.merge(tenant, running);
    await seat[Symbol.asyncDispose]();
    await store.merge(tenant, completed);
    await store.merge(tenant, toCleanedJob(id, clock.now() + 2));

    expect(staying).toEqual(['IN_PROGRESS', 'COMPLETED', 'CLEANED']);
    expect(leaving).toEqual(['IN_PROGRESS']);
  });

  test('grants the lease to the only one who asks', async () => {
    await using seat = await createStore({ clock }).join(tenant, id, () => {});

    expect(await seat.lease(1_000)).toBe(true);
    await seat.yieldLease();
    expect(await seat.lease(1_000)).toBe(true);
  });

  test('forgets a job some hours after its last change', async () => {
    const store = createStore({ clock, keptMs: 3_600_000 });
    await store.merge(tenant, completed);
    await clock.advance(3_599_000);
    await store.merge(tenant, completed);
    expect(await store.read(tenant, id)).toEqual(completed);

    await clock.advance(2_000);

    expect(await store.read(tenant, id)).toBeNull();
  });

  test('holds a bounded number of jobs: the ones asked for longest ago go first', async () => {
    const store = createStore({ clock, maxJobs: 2 });
    const put = (name: string) => store.merge(tenant, { ...running, id: jobId(name) });
    await put('a');
    await put('b');
    await store.read(tenant, jobId('a'));
    await put('c');

    const known = ['a', 'b', 'c'].filter((name) => store.recall(tenant, jobId(name)));
    expect(known).toEqual(['a', 'c']);
  });
});
