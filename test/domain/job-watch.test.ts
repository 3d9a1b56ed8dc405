import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { JobState } from '../../src/domain/job.ts';
import { toStartedJob } from '../../src/domain/job.ts';
import { JOB_RULES } from '../../src/domain/job-rules.ts';
import type { WorkStore } from '../../src/domain/work/store.ts';
import { createMemoryWorkStore } from '../../src/replicas/memory-work-store.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { collect, jobId, jobsBench, never, REQUEST } from '../support/jobs.ts';
import { operationOn, tenantOf } from '../support/library.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { notFound, scriptedJobs } from '../support/scripted-jobs.ts';

const j1 = jobId('j1');
const j2 = jobId('j2');
const outage = new UpstreamError('server-error', 'oops', { status: 503 });

describe('watching a job', () => {
  test('gives each change once, the final state, and the end; one read at once, then one each interval', async () => {
    await using bench = jobsBench({ j1: ['running', 'running', 'rendering', 'image'] });
    const startMs = bench.clock.now();

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(60_000);

    expect(seen.statuses).toEqual(['IN_PROGRESS', 'UNKNOWN', 'COMPLETED']);
    expect(seen.isDone).toBe(true);
    expect(bench.upstream.reads.map(({ atMs }) => atMs - startMs)).toEqual([0, 10_000, 20_000, 30_000]);
    expect(bench.upstream.reads.every(({ priority }) => priority === 'poll')).toBe(true);
    expect(bench.clock.sleeping).toBe(0);
  });

  test('a thousand watchers of one job cost one read per interval, and each sees everything', async () => {
    await using bench = jobsBench({ j1: ['running', 'running', 'image'] });

    const all = Array.from({ length: 1_000 }, () => collect(bench.jobs.watchJob(bench.tenant, j1, never)));
    await bench.clock.advance(20_000);

    for (const seen of all) {
      expect(seen.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
      expect(seen.isDone).toBe(true);
    }
    expect(bench.upstream.reads).toHaveLength(3);
  });

  test('whoever comes later gets the last known state at once, without a read', async () => {
    await using bench = jobsBench({ j1: ['running'] });
    const first = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(15_000);
    expect(bench.upstream.reads).toHaveLength(2);

    const second = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(0);

    expect(first).toMatchObject({ statuses: ['IN_PROGRESS'], isDone: false });
    expect(second).toMatchObject({ statuses: ['IN_PROGRESS'], isDone: false });
    expect(bench.upstream.reads).toHaveLength(2);
  });

  test('whoever comes after the end gets the final state again, without a read', async () => {
    await using bench = jobsBench({ j1: ['image'] });
    collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(0);

    await bench.clock.advance(3_600_000);
    const late = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(0);

    expect(late.statuses).toEqual(['COMPLETED']);
    expect(late.isDone).toBe(true);
    expect(bench.upstream.reads).toHaveLength(1);
  });

  test('of a job just started here gives its state at once, and reads an interval later', async () => {
    await using bench = jobsBench({ j1: ['image'] });
    await bench.jobs.noteStarted(bench.tenant, toStartedJob(j1, 'IMAGE', REQUEST, bench.clock.now()));
    await bench.clock.advance(4_000);

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(5_999);
    expect(seen.states).toMatchObject([{ status: 'IN_PROGRESS', kind: 'IMAGE', request: REQUEST }]);
    expect(bench.upstream.reads).toHaveLength(0);

    await bench.clock.advance(1);
    expect(seen.states[1]).toMatchObject({ status: 'COMPLETED', kind: 'IMAGE', request: REQUEST });
  });

  test('of a job last read longer ago gives what is known and reads at once', async () => {
    await using bench = jobsBench({ j1: ['running', 'rendering', 'image'] });
    await bench.jobs.loadJobs(bench.tenant, [j1], operationOn(bench.clock));
    await bench.clock.advance(60_000);

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(0);

    expect(seen.statuses).toEqual(['IN_PROGRESS', 'UNKNOWN']);
  });

  test('spreads the reads by a tenth of the interval either way', async () => {
    const draws = [0, 0.999999, 0.5];
    await using bench = jobsBench({ j1: ['running'] }, { random: () => draws.shift() ?? 0.5 });
    const startMs = bench.clock.now();

    collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(35_000);

    expect(bench.upstream.reads.map(({ atMs }) => atMs - startMs)).toEqual([0, 9_000, 20_000, 30_000]);
  });

  test('two tenants never share, whatever the ids', async () => {
    const clock = createManualClock();
    await using bench = jobsBench({ j1: ['running'] }, { clock });
    const elsewhere = scriptedJobs(clock, { j1: ['image'] });

    const mine = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    const theirs = collect(bench.jobs.watchJob(tenantOf(elsewhere.account, 'tenant-2'), j1, never));
    await clock.advance(0);

    expect([mine.statuses, theirs.statuses]).toEqual([['IN_PROGRESS'], ['COMPLETED']]);
    expect([bench.upstream.reads.length, elsewhere.reads.length]).toEqual([1, 1]);
  });

  test('sees a job cleaned by somebody here', async () => {
    await using bench = jobsBench({ j1: ['running'] });
    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(0);

    await bench.jobs.cleanJob(bench.tenant, j1, operationOn(bench.clock));
    await bench.clock.advance(0);

    expect(seen.statuses).toEqual(['IN_PROGRESS', 'CLEANED']);
    expect(seen.isDone).toBe(true);
    expect(bench.clock.sleeping).toBe(0);
  });
});

describe('leaving', () => {
  test('of the last watcher stops the polling at once', async () => {
    await using bench = jobsBench({ j1: ['running'] });
    const [one, two] = [new AbortController(), new AbortController()];
    const first = collect(bench.jobs.watchJob(bench.tenant, j1, one.signal));
    const second = collect(bench.jobs.watchJob(bench.tenant, j1, two.signal));
    await bench.clock.advance(0);

    one.abort();
    await bench.clock.advance(10_000);
    expect(first.isDone).toBe(true);
    expect(second.isDone).toBe(false);
    expect(bench.upstream.reads).toHaveLength(2);

    two.abort();
    await bench.clock.advance(0);
    expect(second.isDone).toBe(true);
    expect(bench.clock.sleeping).toBe(0);
    await bench.clock.advance(60_000);
    expect(bench.upstream.reads).toHaveLength(2);
  });

  test('in the middle of a read aborts it', async () => {
    await using bench = jobsBench({ j1: ['hang'] });
    const leaving = new AbortController();
    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, leaving.signal));
    await bench.clock.advance(0);
    expect(bench.upstream.reads).toMatchObject([{ isAborted: false }]);

    leaving.abort();
    await bench.clock.advance(0);

    expect(bench.upstream.reads).toMatchObject([{ isAborted: true }]);
    expect(seen).toMatchObject({ isDone: true, error: null });
  });

  test('and coming back within the interval costs no read', async () => {
    await using bench = jobsBench({ j1: ['running'] });
    for (let visit = 0; visit < 5; visit++) {
      const leaving = new AbortController();
      const seen = collect(bench.jobs.watchJob(bench.tenant, j1, leaving.signal));
      await bench.clock.advance(1_000);
      expect(seen.statuses).toEqual(['IN_PROGRESS']);
      leaving.abort();
      await bench.clock.advance(0);
    }

    expect(bench.upstream.reads).toHaveLength(1);
  });

  test('by return() works at once, whatever next() waits for', async () => {
    await using bench = jobsBench({ j1: ['running'] });
    const states = bench.jobs.watchJob(bench.tenant, j1, never);
    await states.next();
    const waiting = states.next();
    const waitingToo = states.next();

    const left = states.return?.();

    await expect(Promise.all([left, waiting, waitingToo, states.next()])).resolves.toEqual(
      Array.from({ length: 4 }, () => ({ done: true, value: undefined })),
    );
    await bench.clock.advance(0);
    expect(bench.clock.sleeping).toBe(0);
  });

  test('lets go of the signal, however the watch ends', async () => {
    await using bench = jobsBench({ j1: ['image'], j2: ['running'] });
    const client = new AbortController();
    collect(bench.jobs.watchJob(bench.tenant, j1, client.signal));
    const states = bench.jobs.watchJob(bench.tenant, j2, client.signal);
    await states.next();
    expect(getEventListeners(client.signal, 'abort')).not.toHaveLength(0);

    await states.return?.();
    await bench.clock.advance(0);

    expect(getEventListeners(client.signal, 'abort')).toHaveLength(0);
  });

  test('before anything was asked for costs nothing', async () => {
    await using bench = jobsBench({ j1: ['running'] });

    const states = bench.jobs.watchJob(bench.tenant, j1, never);
    await states.return?.();
    await expect(states.next()).resolves.toEqual({ done: true, value: undefined });
    const gone = collect(bench.jobs.watchJob(bench.tenant, j1, AbortSignal.abort()));
    await bench.clock.advance(20_000);

    expect(gone.isDone).toBe(true);
    expect(bench.upstream.reads).toHaveLength(0);
  });
});

describe('a slow consumer', () => {
  test('gets the latest state instead of each in between, and the final one always', async () => {
    await using bench = jobsBench({ j1: ['running', 'rendering', { pictoryStatus: 'queued' }, 'image'] });
    const states = bench.jobs.watchJob(bench.tenant, j1, never);
    await expect(states.next()).resolves.toMatchObject({ value: { pictoryStatus: 'in-progress' } });

    await bench.clock.advance(20_000);
    await expect(states.next()).resolves.toMatchObject({ value: { pictoryStatus: 'queued' } });
    await bench.clock.advance(600_000);

    await expect(states.next()).resolves.toMatchObject({ value: { status: 'COMPLETED' } });
    await expect(states.next()).resolves.toEqual({ done: true, value: undefined });
  });

  test('is not given the same state twice running when a change was undone meanwhile', async () => {
    await using bench = jobsBench({ j1: ['running', 'rendering', 'running', 'image'] });
    const states = bench.jobs.watchJob(bench.tenant, j1, never);
    await states.next();
    await bench.clock.advance(20_000);

    const next = states.next();
    await bench.clock.advance(10_000);

    await expect(next).resolves.toMatchObject({ value: { status: 'COMPLETED' } });
  });

  test('gets the final state even after the limit of the subscription', async () => {
    await using bench = jobsBench({ j1: ['running', 'image'], j2: ['running'] }, { watchLimitMs: 60_000 });
    const states = bench.jobs.watchJobs(bench.tenant, [j1, j2], never);
    await states.next();
    await states.next();

    await bench.clock.advance(120_000);

    await expect(states.next()).resolves.toMatchObject({ value: { id: 'j1', status: 'COMPLETED' } });
    await expect(states.next()).rejects.toMatchObject({ code: 'JOB_WATCH_LIMIT' });
    await expect(states.next()).resolves.toEqual({ done: true, value: undefined });
  });
});

describe('watching many jobs', () => {
  test('ends when all are final', async () => {
    await using bench = jobsBench({ j1: ['image'], j2: ['running', 'failed'] });

    const seen = collect(bench.jobs.watchJobs(bench.tenant, [j1, j2, j1], never));
    await bench.clock.advance(0);
    expect(seen.isDone).toBe(false);
    await bench.clock.advance(10_000);

    expect(seen.states.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'j1 COMPLETED',
      'j2 IN_PROGRESS',
      'j2 FAILED',
    ]);
    expect(seen.isDone).toBe(true);
    expect(bench.upstream.reads).toHaveLength(3);
  });

  test('shares the poll loops with those who watch single ones', async () => {
    await using bench = jobsBench({ j1: ['running', 'image'], j2: ['running', 'image'] });

    const both = collect(bench.jobs.watchJobs(bench.tenant, [j1, j2], never));
    const one = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(10_000);

    expect([both.isDone, one.isDone]).toEqual([true, true]);
    expect(bench.upstream.reads).toHaveLength(4);
  });

  test('ends with the one that does not exist, by name, after what was still to be told', async () => {
    await using bench = jobsBench({ j1: ['running'] });

    const seen = collect(bench.jobs.watchJobs(bench.tenant, [j1, jobId('nope')], never));
    await bench.clock.advance(0);

    expect(seen.error).toMatchObject({
      code: 'JOB_NOT_FOUND',
      message: expect.stringContaining('"nope"'),
    });
    expect(bench.clock.sleeping).toBe(0);
  });

  test('of none ends at once', async () => {
    await using bench = jobsBench({});

    const seen = collect(bench.jobs.watchJobs(bench.tenant, [], never));
    await bench.clock.advance(0);

    expect(seen).toMatchObject({ states: [], isDone: true });
  });
});

describe('a job that Pictory does not know', () => {
  test('and nobody has seen ends the watch at once', async () => {
    await using bench = jobsBench({});

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(0);

    expect(seen).toMatchObject({ states: [], error: { code: 'JOB_NOT_FOUND', retryable: false } });
    expect(bench.upstream.reads).toHaveLength(1);
  });

  test('within a minute of its creation is not visible yet', async () => {
    await using bench = jobsBench({ j1: [...Array.from({ length: 5 }, notFound), 'image'] });
    await bench.jobs.noteStarted(bench.tenant, toStartedJob(j1, 'IMAGE', REQUEST, bench.clock.now()));

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(59_999);
    expect(bench.upstream.reads).toHaveLength(5);
    expect(seen.statuses).toEqual(['IN_PROGRESS']);
    await bench.clock.advance(1);

    expect(seen.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
  });

  test('though it did once is given up at the third such answer in a row', async () => {
    await using bench = jobsBench({
      j1: ['running', notFound(), notFound(), 'running', notFound(), notFound(), notFound()],
    });

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(50_000);
    expect(seen.error).toBeNull();
    await bench.clock.advance(10_000);

    expect(seen.statuses).toEqual(['IN_PROGRESS']);
    expect(seen.error).toMatchObject({ code: 'JOB_NOT_FOUND' });
    expect(bench.upstream.reads).toHaveLength(7);
  });

  test('though it was started here is given up after the minute and three answers', async () => {
    await using bench = jobsBench({});
    await bench.jobs.noteStarted(bench.tenant, toStartedJob(j1, 'IMAGE', REQUEST, bench.clock.now()));
    const startMs = bench.clock.now();

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(120_000);

    expect(seen.error).toMatchObject({ code: 'JOB_NOT_FOUND' });
    expect((bench.upstream.reads.at(-1)?.atMs ?? 0) - startMs).toBe(80_000);
  });
});

describe('trouble with reading', () => {
  test('is not told while it is short; the pauses double up to the longest', async () => {
    await using bench = jobsBench({ j1: ['running', outage, outage, outage, outage, 'image'] });
    const startMs = bench.clock.now();

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(130_000);

    expect(seen.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect(seen.error).toBeNull();
    expect(bench.upstream.reads.map(({ atMs }) => (atMs - startMs) / 1_000)).toEqual([
      0, 10, 20, 40, 70, 100,
    ]);
  });

  test('is told once it has lasted ten of the longest pauses, and ends the watch', async () => {
    await using bench = jobsBench({ j1: ['running', outage] });

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(309_999);
    expect(seen.error).toBeNull();
    await bench.clock.advance(1);

    expect(seen.statuses).toEqual(['IN_PROGRESS']);
    expect(seen.error).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    expect(bench.clock.sleeping).toBe(0);
  });

  test('that ends and begins again is counted anew', async () => {
    const spell = Array.from({ length: 8 }, () => outage);
    await using bench = jobsBench({ j1: [...spell, 'running', ...spell, 'image'] });

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(600_000);

    expect(seen).toMatchObject({ statuses: ['IN_PROGRESS', 'COMPLETED'], error: null });
  });

  test('is over when Pictory answers, even if only that it does not see the job', async () => {
    const spell = Array.from({ length: 9 }, () => outage);
    await using bench = jobsBench({ j1: ['running', ...spell, notFound(), ...spell, 'image'] });

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(600_000);

    expect(seen).toMatchObject({ statuses: ['IN_PROGRESS', 'COMPLETED'], error: null });
  });

  test('waits as long as Pictory asks', async () => {
    const limited = new UpstreamError('rate-limited', 'slow', { status: 429, retryAfterMs: 90_000 });
    await using bench = jobsBench({ j1: [limited, 'image'] });

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(89_999);
    expect(bench.upstream.reads).toHaveLength(1);
    await bench.clock.advance(1);

    expect(seen.statuses).toEqual(['COMPLETED']);
  });

  test('waits no longer than it stays silent, whatever Pictory asks', async () => {
    const limited = new UpstreamError('rate-limited', 'slow', { status: 429, retryAfterMs: 86_400_000 });
    await using bench = jobsBench({ j1: [limited] });

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(300_000);

    expect(seen.error).toMatchObject({ code: 'UPSTREAM_RATE_LIMITED', retryAfterMs: 86_400_000 });
    expect(bench.upstream.reads).toHaveLength(1);
  });

  test('with the key is told at once', async () => {
    const unauthorized = new UpstreamError('unauthorized', 'no', { status: 401 });
    await using bench = jobsBench({ j1: ['running', unauthorized], j2: [unauthorized] });
    const gateway = { ...bench.tenant, isGatewayAccount: true };

    const own = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    const ours = collect(bench.jobs.watchJob(gateway, j2, never));
    await bench.clock.advance(10_000);

    expect(own.error).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(ours.error).toMatchObject({ code: 'UPSTREAM_MISCONFIGURED' });
  });

  test('that is a fault of ours is told at once', async () => {
    const fault = new TypeError('undefined is not a function');
    await using bench = jobsBench({ j1: [fault] });

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(0);

    expect(seen.error).toBe(fault);
  });

  test('includes an answer that does not come: the read is given up after 15 s', async () => {
    await using bench = jobsBench({ j1: ['hang', 'image'] });

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(15_000);
    expect(bench.upstream.reads).toMatchObject([{ isAborted: true }]);
    await bench.clock.advance(10_000);

    expect(seen.statuses).toEqual(['COMPLETED']);
  });
});

describe('the limits of a watch', () => {
  test('a subscription ends after 30 minutes with an error that invites to come again', async () => {
    await using bench = jobsBench({ j1: ['running'] });

    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(600_000);
    const later = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(1_199_999);
    expect(seen.error).toBeNull();
    await bench.clock.advance(1);

    expect(seen.error).toMatchObject({ code: 'JOB_WATCH_LIMIT', retryable: true });
    expect(later.error).toBeNull();
    await bench.clock.advance(600_000);
    expect(later.error).toMatchObject({ code: 'JOB_WATCH_LIMIT' });
    expect(bench.clock.sleeping).toBe(0);
  });

  test('a job that the store has forgotten meanwhile is known to its watchers still', async () => {
    const clock = createManualClock();
    const store = createMemoryWorkStore({ rules: JOB_RULES, clock, maxStates: 1 });
    await using bench = jobsBench({ j1: ['running', 'image'], j2: ['running'] }, { clock, store });
    await bench.jobs.noteStarted(bench.tenant, toStartedJob(j1, 'IMAGE', REQUEST, clock.now()));
    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await clock.advance(0);

    await bench.jobs.loadJobs(bench.tenant, [j2], operationOn(clock));
    await clock.advance(20_000);

    expect(seen.states.at(-1)).toMatchObject({ status: 'COMPLETED', request: REQUEST });
  });
});

describe('draining', () => {
  test('ends every watch promptly, without a last word, and each new one as it begins', async () => {
    await using bench = jobsBench({ j1: ['running'], j2: ['hang'] });
    const one = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    const many = collect(bench.jobs.watchJobs(bench.tenant, [j1, j2], never));
    await bench.clock.advance(0);

    bench.jobs.drain();
    const late = collect(bench.jobs.watchJobs(bench.tenant, [j1, j2], never));
    await bench.clock.advance(0);

    expect(one).toMatchObject({ statuses: ['IN_PROGRESS'], isDone: true, error: null });
    expect(many).toMatchObject({ statuses: ['IN_PROGRESS'], isDone: true, error: null });
    expect(late).toMatchObject({ states: [], isDone: true, error: null });
    expect(bench.clock.sleeping).toBe(0);
    expect(bench.upstream.reads.find(({ id }) => id === 'j2')).toMatchObject({ isAborted: true });
  });

  test('disposing ends everything and waits for it', async () => {
    const clock = createManualClock();
    const memory = createMemoryWorkStore({ rules: JOB_RULES, clock });
    let hasLeft = false;
    const store: WorkStore<JobState> = {
      ...memory,
      async join(...followed) {
        const seat = await memory.join(...followed);
        return {
          ...seat,
          async [Symbol.asyncDispose]() {
            await new Promise(setImmediate);
            hasLeft = true;
          },
        };
      },
    };
    const bench = jobsBench({ j1: ['hang'] }, { clock, store });
    const seen = collect(bench.jobs.watchJob(bench.tenant, j1, never));
    await bench.clock.advance(0);

    await bench.jobs[Symbol.asyncDispose]();

    expect(hasLeft).toBe(true);
    expect(bench.upstream.reads).toMatchObject([{ isAborted: true }]);
    expect(clock.sleeping).toBe(0);
    await clock.advance(0);
    expect(seen.isDone).toBe(true);
  });
});
