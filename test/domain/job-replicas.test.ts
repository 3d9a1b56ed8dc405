import { describe, expect, test } from 'vitest';
import { toJobState } from '../../src/domain/job.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { collect, jobId, jobsBench, never } from '../support/jobs.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { readingOf, type ScriptedAnswer } from '../support/scripted-jobs.ts';
import { sharedWorkStore } from '../support/shared-work-store.ts';

const j1 = jobId('j1');
const outage = new UpstreamError('unreachable', 'no route');

function twoProcesses(first: ScriptedAnswer[], second: ScriptedAnswer[]) {
  const clock = createManualClock();
  const shared = sharedWorkStore(clock);
  const a = jobsBench({ j1: first }, { clock, store: shared.forProcess() });
  const b = jobsBench({ j1: second }, { clock, store: shared.forProcess() });
  return { clock, a, b, ...shared };
}

describe('processes that share what they know', () => {
  test('read a job once per interval together, and all watchers see each change as it is read', async () => {
    const { clock, a, b } = twoProcesses(['running', 'rendering', 'image'], ['running']);

    const here = collect(a.jobs.watchJob(a.tenant, j1, never));
    await clock.advance(0);
    const there = collect(b.jobs.watchJob(b.tenant, j1, never));
    await clock.advance(20_000);

    expect(here.statuses).toEqual(['IN_PROGRESS', 'UNKNOWN', 'COMPLETED']);
    expect(there.statuses).toEqual(['IN_PROGRESS', 'UNKNOWN', 'COMPLETED']);
    expect([a.upstream.reads.length, b.upstream.reads.length]).toEqual([3, 0]);
    expect([here.isDone, there.isDone]).toEqual([true, true]);
  });

  test('find what they missed when they look again', async () => {
    const { clock, a, b, network } = twoProcesses(['running', 'image'], ['running']);
    collect(a.jobs.watchJob(a.tenant, j1, never));
    const there = collect(b.jobs.watchJob(b.tenant, j1, never));
    await clock.advance(0);
    expect(there.statuses).toEqual(['IN_PROGRESS']);

    network.losesEvents = true;
    await clock.advance(20_000);

    expect(there.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect(b.upstream.reads).toHaveLength(0);
  });

  test('take over from one whose last watcher has left', async () => {
    const { clock, a, b } = twoProcesses(['running'], ['image']);
    const leaving = new AbortController();
    collect(a.jobs.watchJob(a.tenant, j1, leaving.signal));
    const there = collect(b.jobs.watchJob(b.tenant, j1, never));
    await clock.advance(0);

    leaving.abort();
    await clock.advance(10_000);

    expect(there.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect([a.upstream.reads.length, b.upstream.reads.length]).toEqual([1, 1]);
  });

  test('take over from one that has trouble reading', async () => {
    const { clock, a, b } = twoProcesses(['running', outage], ['image']);
    const here = collect(a.jobs.watchJob(a.tenant, j1, never));
    await clock.advance(0);
    const there = collect(b.jobs.watchJob(b.tenant, j1, never));
    await clock.advance(20_000);

    expect(here.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect(there.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
  });

  test('are not taken back by one that is late', async () => {
    const { clock, a, store } = twoProcesses(['running', 'image'], []);
    const seen = collect(a.jobs.watchJob(a.tenant, j1, never));
    await clock.advance(10_000);

    const late = toJobState(readingOf('j1', 'running'), clock.now() + 1_000);
    await store.merge(a.tenant, late);
    const again = collect(a.jobs.watchJob(a.tenant, j1, never));
    await clock.advance(0);

    expect([seen.statuses.at(-1), again.statuses]).toEqual(['COMPLETED', ['COMPLETED']]);
  });

  test('count a read of another process as the one of the interval', async () => {
    const { clock, a, store } = twoProcesses(['running'], []);
    const startMs = clock.now();
    const seen = collect(a.jobs.watchJob(a.tenant, j1, never));
    await clock.advance(5_000);

    await store.merge(a.tenant, toJobState(readingOf('j1', 'rendering'), clock.now()));
    await clock.advance(15_000);

    expect(seen.statuses).toEqual(['IN_PROGRESS', 'UNKNOWN', 'IN_PROGRESS']);
    expect(a.upstream.reads.map(({ atMs }) => atMs - startMs)).toEqual([0, 15_000]);
  });

  test('are not in trouble while one of them reads well', async () => {
    const { clock, a, b } = twoProcesses([outage], ['running']);
    const here = collect(a.jobs.watchJob(a.tenant, j1, never));
    collect(b.jobs.watchJob(b.tenant, j1, never));

    await clock.advance(900_000);

    expect(here).toMatchObject({ statuses: ['IN_PROGRESS'], error: null });
  });

  test('wait as long as Pictory asks, whatever they hear meanwhile', async () => {
    const limited = new UpstreamError('rate-limited', 'slow', { status: 429, retryAfterMs: 90_000 });
    const { clock, a, store } = twoProcesses([limited, 'image'], []);
    const seen = collect(a.jobs.watchJob(a.tenant, j1, never));
    await clock.advance(5_000);

    await store.merge(a.tenant, toJobState(readingOf('j1', 'running'), clock.now()));
    await clock.advance(84_999);
    expect(seen.statuses).toEqual(['IN_PROGRESS']);
    expect(a.upstream.reads).toHaveLength(1);
    await clock.advance(1);

    expect(seen.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
  });
});
