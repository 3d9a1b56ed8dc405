import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/clock.ts';
import { type JobState, toCleanedJob, toJobState, toStartedJob } from '../../src/domain/job.ts';
import type { WorkListener, WorkStore } from '../../src/domain/work/store.ts';
import { jobId, REQUEST } from '../support/jobs.ts';
import { tenantOf } from '../support/library.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { readingOf, scriptedJobs } from '../support/scripted-jobs.ts';

/** An empty store, as two processes see it. */
export interface OpenedStore extends AsyncDisposable {
  here: WorkStore<JobState>;
  /** The same store from another process; the same object where there is only one. */
  there: WorkStore<JobState>;
}

const clock = createManualClock();
const { account } = scriptedJobs(clock, {});
const tenant = tenantOf(account, 'tenant-1');
const other = tenantOf(account, 'tenant-2');
const id = jobId('j1');
const running = toJobState(readingOf('j1', 'running'), clock.now());
const completed = toJobState(readingOf('j1', 'image'), clock.now() + 1);

/** What every form of `WorkStore<JobState>` keeps to. */
export function describeWorkStore(form: string, open: (clock: Clock) => Promise<OpenedStore>): void {
  describe(`a store of jobs ${form}`, () => {
    test('knows what was put in, everywhere, and nothing else', async () => {
      await using store = await open(clock);

      expect(await store.here.read(tenant, id)).toBeNull();
      expect(store.here.recall(tenant, id)).toBeNull();
      expect(await store.here.merge(tenant, running)).toEqual(running);
      expect(await store.there.read(tenant, id)).toEqual(running);
      expect(store.there.recall(tenant, id)).toEqual(running);
      expect(await store.there.read(tenant, jobId('j2'))).toBeNull();
    });

    test('keeps the jobs of two tenants apart, equal ids too', async () => {
      await using store = await open(clock);
      const heard = listen();
      await using _seat = await store.there.join(other, id, heard);

      await store.here.merge(tenant, running);
      await store.here.noteCall(tenant.id, id, clock.now());
      await store.here.merge(other, { ...running, pictoryStatus: 'theirs' });
      await heard.until(1);

      expect(heard.states.map(({ pictoryStatus }) => pictoryStatus)).toEqual(['theirs']);
      expect(heard.calls).toBe(0);
      expect(await store.there.read(tenant, id)).toEqual(running);
      expect(store.there.calledAtMs(other, id)).toBeNull();
    });

    test('merges: what comes late, from wherever, undoes nothing', async () => {
      await using store = await open(clock);
      await store.here.merge(tenant, toStartedJob(id, 'IMAGE', REQUEST, clock.now(), true));
      await store.there.merge(tenant, completed);

      const merged = await store.here.merge(tenant, running);

      expect(merged).toMatchObject({ status: 'COMPLETED', request: REQUEST, hasCallback: true });
      expect(await store.there.read(tenant, id)).toEqual(merged);
    });

    test('of many who put in states at once loses none', async () => {
      await using store = await open(clock);
      const states = [
        toStartedJob(id, 'IMAGE', REQUEST, clock.now()),
        ...Array.from({ length: 20 }, (_, age) => ({ ...running, observedAtMs: clock.now() + age })),
        { ...completed, aiCreditsUsed: null },
        { ...completed, aiCreditsUsed: 2 },
      ];
      await Promise.all(
        states.map((state, index) => (index % 2 ? store.here : store.there).merge(tenant, state)),
      );
      const expected = { status: 'COMPLETED', request: REQUEST, aiCreditsUsed: 2 };
      expect(await store.here.read(tenant, id)).toMatchObject(expected);
      expect(await store.there.read(tenant, id)).toMatchObject(expected);
    });

    test('tells everybody who has joined of each change, until they leave', async () => {
      await using store = await open(clock);
      const [near, far, leaving] = [listen(), listen(), listen()];
      await using _here = await store.here.join(tenant, id, near);
      await using _there = await store.there.join(tenant, id, far);
      const seat = await store.there.join(tenant, id, leaving);

      await store.here.merge(tenant, running);
      await store.here.merge(tenant, running);
      await Promise.all([near.until(1), far.until(1), leaving.until(1)]);
      await seat[Symbol.asyncDispose]();
      await store.there.merge(tenant, completed);
      await Promise.all([near.until(2), far.until(2)]);
      await store.here.merge(tenant, toCleanedJob(id, clock.now() + 2));
      await Promise.all([near.until(3), far.until(3)]);

      expect(near.statuses()).toEqual(['IN_PROGRESS', 'COMPLETED', 'CLEANED']);
      expect(far.statuses()).toEqual(['IN_PROGRESS', 'COMPLETED', 'CLEANED']);
      expect(leaving.statuses()).toEqual(['IN_PROGRESS']);
    });

    test('tells whoever joins while somebody else leaves', async () => {
      await using store = await open(clock);
      for (let round = 0; round < 20; round += 1) {
        const name = jobId(`round-${round}`);
        const staying = listen();
        const leaving = await store.there.join(tenant, name, listen());
        const [seat] = await Promise.all([
          store.there.join(tenant, name, staying),
          leaving[Symbol.asyncDispose](),
        ]);
        await store.here.merge(tenant, { ...running, id: name });
        await staying.until(1);
        await seat[Symbol.asyncDispose]();
        expect(staying.statuses()).toEqual(['IN_PROGRESS']);
      }
    });

    test('tells of a call to those who have joined, and later to those who read', async () => {
      await using store = await open(clock);
      const heard = listen();
      await using _seat = await store.there.join(tenant, id, heard);

      await store.here.noteCall(tenant.id, id, 1_000);
      await heard.untilCalled();

      expect(store.there.calledAtMs(tenant, id)).toBe(1_000);
      await store.here.read(tenant, id);
      expect(store.here.calledAtMs(tenant, id)).toBe(1_000);
      expect(store.here.calledAtMs(tenant, jobId('j2'))).toBeNull();
    });

    test('grants the lease to the only one who asks, again and again', async () => {
      await using store = await open(clock);
      await using seat = await store.here.join(tenant, id, listen());

      expect(await seat.lease(1_000)).toBe(0);
      expect(await seat.lease(1_000)).toBe(0);
      await seat.yieldLease();
      expect(await seat.lease(1_000)).toBe(0);
    });
  });
}

/** Writes down what it hears, and can be waited for. */
export function listen() {
  const states: JobState[] = [];
  const waits = new Set<() => void>();
  const heard = {
    states,
    calls: 0,
    statuses: () => states.map(({ status }) => status),
    until: (count: number) => untilTrue(() => states.length >= count),
    untilCalled: () => untilTrue(() => heard.calls > 0),
    onState(state: JobState) {
      states.push(state);
      for (const check of waits) check();
    },
    onCall() {
      heard.calls += 1;
      for (const check of waits) check();
    },
  } satisfies WorkListener<JobState> & Record<string, unknown>;

  function untilTrue(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!isSo()) return;
        waits.delete(check);
        resolve();
      };
      waits.add(check);
      check();
    });
  }
  return heard;
}
