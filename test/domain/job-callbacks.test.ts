import { describe, expect, test } from 'vitest';
import { createCallbacks } from '../../src/domain/callbacks.ts';
import type { JobState } from '../../src/domain/job.ts';
import { toStartedJob } from '../../src/domain/job.ts';
import { JOB_RULES } from '../../src/domain/job-rules.ts';
import type { Tenant } from '../../src/domain/tenant.ts';
import type { CallbackSigns } from '../../src/domain/work/poll.ts';
import type { WorkStore } from '../../src/domain/work/store.ts';
import { createMemoryCallbackStore } from '../../src/replicas/memory-callback-store.ts';
import { createMemoryWorkStore } from '../../src/replicas/memory-work-store.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { collect, jobId, jobsBench, never, REQUEST } from '../support/jobs.ts';
import { operationOn } from '../support/library.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import type { ScriptedAnswer } from '../support/scripted-jobs.ts';
import { sharedWorkStore } from '../support/shared-work-store.ts';

const j1 = jobId('j1');
const outage = new UpstreamError('server-error', 'oops', { status: 503 });

/** Whether callbacks come through is what the test says; how many were missed is counted. */
function scriptedSigns(areArriving: boolean) {
  const signs = {
    areArriving,
    misses: 0,
    noteMissed() {
      signs.misses += 1;
    },
  };
  return signs satisfies CallbackSigns;
}

/** Jobs over one store to which calls come, of which `j1` answers as scripted. */
function calledBench(
  answers: ScriptedAnswer[],
  options: { areArriving?: boolean; clock?: ManualClock; store?: WorkStore<JobState> } = {},
) {
  const { areArriving = true, clock = createManualClock() } = options;
  const store = options.store ?? createMemoryWorkStore({ rules: JOB_RULES, clock });
  const signs = scriptedSigns(areArriving);
  const bench = jobsBench({ j1: answers }, { clock, store, callbacks: signs });
  const startMs = clock.now();
  return {
    ...bench,
    store,
    signs,
    /** Takes note that `j1` was started just now, as a job that Pictory is to call back about unless said otherwise. */
    noteStart: (hasCallback = true) =>
      bench.jobs.noteStarted(bench.tenant, toStartedJob(j1, 'IMAGE', REQUEST, clock.now(), hasCallback)),
    call: () => store.noteCall(bench.tenant.id, j1, clock.now()),
    watch: () => collect(bench.jobs.watchJob(bench.tenant, j1, never)),
    load: () => bench.jobs.loadJobs(bench.tenant, [j1], operationOn(clock)),
    /** When reads reached Pictory, in seconds from the start. */
    get readsAt() {
      return bench.upstream.reads.map(({ atMs }) => (atMs - startMs) / 1_000);
    },
  };
}

/** The same tenant, whose reads are answered with what was so when they were asked, once `answered` resolves. */
function slowed(tenant: Tenant, answered: Promise<void>): Tenant {
  const { pictory } = tenant;
  return {
    ...tenant,
    pictory: {
      ...pictory,
      async readJob(id, call) {
        const reading = await pictory.readJob(id, call);
        await answered;
        return reading;
      },
    },
  };
}

describe('a call about a job', () => {
  test('makes its watchers read at once', async () => {
    await using bench = calledBench(['running', 'image']);
    const seen = bench.watch();
    await bench.clock.advance(4_000);

    await bench.call();
    await bench.clock.advance(0);

    expect(seen.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect(bench.readsAt).toEqual([0, 4]);
    expect(bench.clock.sleeping).toBe(0);
  });

  test('makes those read at once who only know that it was started', async () => {
    await using bench = calledBench(['image']);
    await bench.noteStart();
    const seen = bench.watch();
    await bench.clock.advance(2_500);

    await bench.call();
    await bench.clock.advance(0);

    expect(seen.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect(bench.readsAt).toEqual([2.5]);
  });

  test('ends a wait for it at once', async () => {
    await using bench = calledBench(['image']);
    await bench.noteStart();
    const waited = bench.jobs.waitForJob(bench.tenant, j1, 50_000, operationOn(bench.clock));
    await bench.clock.advance(2_500);

    await bench.call();

    await expect(waited).resolves.toMatchObject({ status: 'COMPLETED' });
    expect(bench.readsAt).toEqual([2.5]);
  });

  test('says nothing about another job, nor about another tenant’s of the same id', async () => {
    await using bench = calledBench(['running']);
    await bench.noteStart();
    bench.watch();
    await bench.clock.advance(2_500);

    await bench.store.noteCall(bench.tenant.id, jobId('j2'), bench.clock.now());
    await bench.store.noteCall('tenant-2' as Tenant['id'], j1, bench.clock.now());
    await bench.clock.advance(27_499);

    expect(bench.readsAt).toEqual([]);
  });

  test('costs no more than one read a second, however often it is repeated', async () => {
    await using bench = calledBench(['running']);
    bench.watch();
    for (let calls = 0; calls < 200; calls += 1) {
      await bench.clock.advance(25);
      await bench.call();
    }
    await bench.clock.advance(999);

    expect(bench.readsAt).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('a moment after a read makes another read a second after that one', async () => {
    await using bench = calledBench(['running', 'image']);
    const seen = bench.watch();
    await bench.clock.advance(10);

    await bench.call();
    await bench.clock.advance(989);
    expect(bench.readsAt).toEqual([0]);
    await bench.clock.advance(1);

    expect(bench.readsAt).toEqual([0, 1]);
    expect(seen.isDone).toBe(true);
  });

  test('that comes while a read is under way makes another: the first may have been answered before', async () => {
    await using bench = calledBench(['running', 'image']);
    const answered = Promise.withResolvers<void>();
    const seen = collect(bench.jobs.watchJob(slowed(bench.tenant, answered.promise), j1, never));
    await bench.clock.advance(100);
    await bench.call();
    await bench.clock.advance(100);
    answered.resolve();
    await bench.clock.advance(0);
    expect(seen.statuses).toEqual(['IN_PROGRESS']);

    await bench.clock.advance(800);

    expect(bench.readsAt).toEqual([0, 1]);
    expect(seen.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
  });

  test('that comes while it is loaded is minded when it is loaded again', async () => {
    await using bench = calledBench(['running', 'image']);
    const answered = Promise.withResolvers<void>();
    const slow = slowed(bench.tenant, answered.promise);
    const first = bench.jobs.loadJobs(slow, [j1], operationOn(bench.clock));
    await bench.clock.advance(100);
    await bench.call();
    await bench.clock.advance(100);
    answered.resolve();
    expect(await first).toMatchObject([{ status: 'IN_PROGRESS' }]);
    await bench.clock.advance(100);
    // At most one read a second.
    expect(await bench.load()).toMatchObject([{ status: 'IN_PROGRESS' }]);
    await bench.clock.advance(700);

    expect(await bench.load()).toMatchObject([{ status: 'COMPLETED' }]);
  });

  test('does not make anybody read earlier than Pictory asks', async () => {
    const limited = new UpstreamError('rate-limited', 'slow', { status: 429, retryAfterMs: 90_000 });
    await using bench = calledBench([limited, 'image']);
    const seen = bench.watch();
    for (let calls = 0; calls < 89; calls += 1) {
      await bench.clock.advance(1_000);
      await bench.call();
    }
    await bench.clock.advance(999);
    expect(bench.readsAt).toEqual([0]);
    await bench.clock.advance(1);

    expect(bench.readsAt).toEqual([0, 90]);
    expect(seen.statuses).toEqual(['COMPLETED']);
  });

  test('does not shorten the pauses after reads that failed', async () => {
    await using bench = calledBench(['running', outage, outage, outage, 'image']);
    bench.watch();
    for (let calls = 0; calls < 70; calls += 1) {
      await bench.clock.advance(1_000);
      if (calls > 10) await bench.call();
    }

    expect(bench.readsAt).toEqual([0, 10, 20, 40, 70]);
  });
});

describe('a call that comes while nobody watches', () => {
  test('makes the next watcher read at once, however young the known state is', async () => {
    await using bench = calledBench(['image']);
    await bench.noteStart();
    await bench.clock.advance(2_000);
    await bench.call();
    await bench.clock.advance(1_000);
    expect(bench.readsAt).toEqual([]);

    const seen = bench.watch();
    await bench.clock.advance(0);

    expect(bench.readsAt).toEqual([3]);
    expect(seen.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
  });

  test('makes whoever loads the job next read it, once', async () => {
    await using bench = calledBench(['running']);
    await bench.noteStart();
    await bench.clock.advance(2_000);
    await bench.load();
    expect(bench.readsAt).toEqual([]);
    await bench.call();
    await bench.clock.advance(1_000);

    await bench.load();
    await bench.clock.advance(1_000);
    await bench.load();
    bench.watch();
    await bench.clock.advance(0);

    expect(bench.readsAt).toEqual([3]);
  });

  test('is not forgotten over a watcher who leaves', async () => {
    await using bench = calledBench(['image']);
    await bench.noteStart();
    const leaving = new AbortController();
    collect(bench.jobs.watchJob(bench.tenant, j1, leaving.signal));
    await bench.clock.advance(1_000);
    leaving.abort();
    await bench.call();
    await bench.clock.advance(1_000);

    const seen = bench.watch();
    await bench.clock.advance(0);

    expect(seen.isDone).toBe(true);
  });
});

describe('a call that comes before the answer to the generation', () => {
  /** Pictory calls back a second after the job was sent for, and answers a second later. */
  async function calledEarly(areWatched: boolean) {
    const bench = calledBench(['image']);
    const { clock, tenant } = bench;
    const callbacks = createCallbacks({
      store: createMemoryCallbackStore({ clock }),
      noteCall: bench.store.noteCall,
      publicUrl: 'https://gateway.example.org',
      clock,
      onFault: (message) => expect.unreachable(message),
    });
    const callback = await callbacks.open(tenant);
    if (!callback) throw new Error('There is no address.');
    await clock.advance(1_000);
    const token = callback.url.slice('https://gateway.example.org/'.length);
    expect(await callbacks.receive(token, async () => null)).toBe(true);
    await clock.advance(1_000);
    await bench.noteStart();
    const seen = areWatched ? bench.watch() : null;
    await clock.advance(0);
    await callbacks.bind(callback.id, tenant.id, j1);
    return { bench, seen };
  }

  test('makes whoever watches by then read at once', async () => {
    const { bench, seen } = await calledEarly(true);
    await using _bench = bench;
    await bench.clock.advance(0);

    expect(bench.readsAt).toEqual([2]);
    expect(seen?.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
  });

  test('makes the first watcher read at once', async () => {
    const { bench } = await calledEarly(false);
    await using _bench = bench;
    await bench.clock.advance(500);

    const seen = bench.watch();
    await bench.clock.advance(0);

    expect(bench.readsAt).toEqual([2.5]);
    expect(seen.isDone).toBe(true);
  });

  test('makes whoever loads the job first read it', async () => {
    const { bench } = await calledEarly(false);
    await using _bench = bench;
    await bench.clock.advance(500);

    expect(await bench.load()).toMatchObject([{ status: 'COMPLETED' }]);
  });
});

describe('polls of a job that is to be called back', () => {
  test('come at the longest interval while callbacks arrive, and never stop', async () => {
    await using bench = calledBench(['running']);
    await bench.noteStart();
    bench.watch();

    await bench.clock.advance(20 * 60_000);

    expect(bench.readsAt).toEqual(Array.from({ length: 40 }, (_, read) => 30 * (read + 1)));
  });

  test('find the end by themselves when no call comes', async () => {
    await using bench = calledBench(['running', 'image']);
    await bench.noteStart();
    const seen = bench.watch();

    await bench.clock.advance(60_000);

    expect(seen.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
    expect(bench.readsAt).toEqual([30, 60]);
  });

  test('come at the usual interval while callbacks do not arrive', async () => {
    await using bench = calledBench(['running'], { areArriving: false });
    await bench.noteStart();
    bench.watch();

    await bench.clock.advance(40_000);

    expect(bench.readsAt).toEqual([10, 20, 30, 40]);
  });

  test('change their pace after the read in which it is seen whether callbacks arrive', async () => {
    await using bench = calledBench(['running'], { areArriving: false });
    await bench.noteStart();
    bench.watch();
    await bench.clock.advance(5_000);

    bench.signs.areArriving = true;
    await bench.clock.advance(40_000);
    bench.signs.areArriving = false;
    await bench.clock.advance(45_000);

    expect(bench.readsAt).toEqual([10, 40, 70, 80, 90]);
  });

  test('come at the usual interval once it has been called about and still runs', async () => {
    await using bench = calledBench(['running']);
    await bench.noteStart();
    bench.watch();
    await bench.clock.advance(35_000);

    await bench.call();
    await bench.clock.advance(30_000);

    expect(bench.readsAt).toEqual([30, 35, 45, 55, 65]);
  });

  test('are those of any other job when the gateway’s address did not go with it', async () => {
    await using bench = calledBench(['running']);
    await bench.noteStart(false);
    bench.watch();

    await bench.clock.advance(30_000);

    expect(bench.readsAt).toEqual([10, 20, 30]);
  });
});

describe('a job that ends', () => {
  const ends: [string, ScriptedAnswer, { hasCallback: boolean; isCalled: boolean }, number][] = [
    ['completed, without the call that was due, is', 'image', { hasCallback: true, isCalled: false }, 1],
    ['completed, after a call, is no', 'image', { hasCallback: true, isCalled: true }, 0],
    ['completed, without an address to call, is no', 'image', { hasCallback: false, isCalled: false }, 0],
    ['failed is no', 'failed', { hasCallback: true, isCalled: false }, 0],
    ['cleaned is no', 'cleaned', { hasCallback: true, isCalled: false }, 0],
  ];
  test.each(ends)(
    '%s sign that calls do not come through',
    async (_, end, { hasCallback, isCalled }, misses) => {
      await using bench = calledBench(['running', end]);
      await bench.noteStart(hasCallback);
      const seen = bench.watch();
      await bench.clock.advance(1_000);
      if (isCalled) await bench.call();
      await bench.clock.advance(60_000);

      expect(seen.isDone).toBe(true);
      expect(bench.signs.misses).toBe(misses);
    },
  );
});

describe('of processes that share what they know', () => {
  /** Two that watch the job, of which the first one reads it. */
  async function twoProcesses(first: ScriptedAnswer[], second: ScriptedAnswer[], areArriving: boolean) {
    const clock = createManualClock();
    const shared = sharedWorkStore(clock);
    const [here, there] = [shared.forProcess(), shared.forProcess()];
    const a = calledBench(first, { areArriving, clock, store: here });
    const b = calledBench(second, { areArriving, clock, store: there });
    await a.noteStart();
    const seenHere = a.watch();
    await clock.advance(0);
    const seenThere = b.watch();
    await clock.advance(areArriving ? 30_000 : 10_000);
    expect([a.readsAt.length, b.readsAt.length]).toEqual([1, 0]);
    return { ...shared, clock, a, b, here, seenHere, seenThere };
  }

  test('only the one that holds the lease reads when a call comes, to whichever of them it comes', async () => {
    const { clock, a, b, forProcess, seenHere, seenThere } = await twoProcesses(
      ['running', 'running', 'image'],
      ['running'],
      true,
    );
    await clock.advance(1_000);
    await forProcess().noteCall(a.tenant.id, j1, clock.now());
    await clock.advance(2_000);
    await b.store.noteCall(b.tenant.id, j1, clock.now());
    await clock.advance(0);

    expect([a.readsAt, b.readsAt]).toEqual([[30, 31, 33], []]);
    expect([seenHere.isDone, seenThere.isDone]).toEqual([true, true]);
  });

  test('each finds a call of which no word reached it when it looks again', async () => {
    const { clock, a, b, network, forProcess, seenThere } = await twoProcesses(
      ['running', 'image'],
      ['running'],
      true,
    );
    network.losesEvents = true;
    await clock.advance(1_000);
    await forProcess().noteCall(a.tenant.id, j1, clock.now());

    await clock.advance(19_000);

    expect([a.readsAt, b.readsAt]).toEqual([[30, 40], []]);
    expect(seenThere.isDone).toBe(true);
  });

  test.each([
    ['usual', false, 10_000],
    ['longest', true, 30_000],
  ])(
    'another has read within two pauses of the reader’s death, at the %s pause',
    async (_, areArriving, pauseMs) => {
      const { clock, b, here, seenThere } = await twoProcesses(['running'], ['image'], areArriving);

      here.die();
      await clock.advance(2 * pauseMs);

      expect(seenThere.statuses).toEqual(['IN_PROGRESS', 'COMPLETED']);
      expect(b.readsAt).toHaveLength(1);
    },
  );

  test('another minds a call that the dead reader cannot, once its lease has ended', async () => {
    const { clock, b, here, forProcess, seenThere } = await twoProcesses(['running'], ['image'], true);
    here.die();
    await clock.advance(5_000);

    await forProcess().noteCall(b.tenant.id, j1, clock.now());
    await clock.advance(54_999);

    expect(seenThere.isDone).toBe(true);
    expect(b.readsAt).toHaveLength(1);
  });
});
