import { describe, expect, test } from 'vitest';
import type { CallbackId, CallbackRecord, CallbackStore } from '../../src/domain/callback-store.ts';
import { type Callbacks, createCallbacks } from '../../src/domain/callbacks.ts';
import { GatewayError } from '../../src/domain/errors.ts';
import { type JobId, type JobState, toJobState } from '../../src/domain/job.ts';
import { createMemoryCallbackStore } from '../../src/replicas/memory-callback-store.ts';
import { createMemoryGenerationRecords } from '../../src/replicas/memory-generation-records.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { readingOf } from '../support/scripted-jobs.ts';
import { failsUnsent, failsWith, type Start } from '../support/scripted-starts.ts';
import { openStudio } from '../support/studio.ts';

const PUBLIC_URL = 'https://gateway.example.org/webhooks/pictory';
const OURS = /^https:\/\/gateway\.example\.org\/webhooks\/pictory\/[\w-]{43}$/;
const THEIRS = 'https://hooks.example.net/a?b=c&token=d#e';
const prompt = 'A lighthouse at dusk';
const keyed = { prompt, idempotencyKey: 'order-7' };
const lost = new UpstreamError('cut', 'The connection ended.');
const refused = new UpstreamError('refused', '400.', {
  status: 400,
  complaint: { code: 'BAD', message: 'No.', fields: [] },
});

const saysNothing = async () => null;
const naming = (id: string) => async () => ({ job_id: id, data: { status: 'completed' } });

/** A studio whose generations carry the addresses of real callbacks, and the account's jobs as far as they can be read. */
function openCalledStudio(
  options: {
    put?: CallbackStore['put'];
    update?: CallbackStore['update'];
    read?: CallbackStore['read'];
    jobs?: Record<string, JobState | GatewayError>;
    records?: ReturnType<typeof createMemoryGenerationRecords>;
    clock?: ReturnType<typeof createManualClock>;
  } = {},
) {
  const { clock = createManualClock(), jobs = {}, put, update, read, ...rest } = options;
  const memory = createMemoryCallbackStore({ clock });
  const kept = new Map<CallbackId, CallbackRecord>();
  const store: CallbackStore = Object.create(memory, {
    put: {
      value: async (id: CallbackId, record: CallbackRecord) => {
        await (put ?? memory.put)(id, record);
        kept.set(id, record);
      },
    },
    remove: {
      value: async (id: CallbackId) => {
        kept.delete(id);
        await memory.remove(id);
      },
    },
    ...(update && { update: { value: update } }),
    ...(read && { read: { value: read } }),
  });
  const woken: JobId[] = [];
  const told: string[] = [];
  const callbacks: Callbacks = createCallbacks({
    store,
    noteCall: async (_tenantId, jobId) => void woken.push(jobId),
    publicUrl: PUBLIC_URL,
    clock,
    onFault: (message) => void told.push(message),
  });
  const loads: (readonly JobId[])[] = [];
  const studio = openStudio({
    ...rest,
    clock,
    callbacks,
    jobs: {
      async loadJobs(_tenant, ids) {
        loads.push(ids);
        return ids.map((id) => jobs[id] ?? null);
      },
    },
  });
  /** Where the POST of this number asked to be called. */
  const webhookOf = (post = 0) => studio.starts.posts[post]?.webhook ?? 'none';
  return {
    ...studio,
    callbacks,
    kept,
    woken,
    told,
    jobs,
    loads,
    webhookOf,
    /** Pictory calls where the POST of this number has asked it to. */
    call: (readBody: () => Promise<unknown> = saysNothing, post = 0) =>
      callbacks.receive(webhookOf(post).slice(PUBLIC_URL.length + 1), readBody),
  };
}

const runningJob = (id: string) => toJobState(readingOf(id, 'running'), 0);

describe('a generation', () => {
  test('carries an address of the gateway’s that is known before the POST, and its job tells so', async () => {
    const { image, video, starts, kept, noted, webhookOf, call, woken } = openCalledStudio();
    const keptAtPost: number[] = [];
    const watched: Start = async (send) => {
      keptAtPost.push(kept.size);
      await send();
      return { jobId: '' };
    };
    starts.script.push(watched, watched);

    await image({ prompt });
    await video({ prompt });

    expect(keptAtPost).toEqual([1, 2]);
    expect([webhookOf(0), webhookOf(1)]).toEqual([expect.stringMatching(OURS), expect.stringMatching(OURS)]);
    expect(webhookOf(0)).not.toBe(webhookOf(1));
    expect(noted).toMatchObject([
      { id: 'job-1', hasCallback: true },
      { id: 'job-2', hasCallback: true },
    ]);
    await call(saysNothing, 1);
    await call(saysNothing, 0);
    expect(woken).toEqual(['job-2', 'job-1']);
  });

  test('does not show the address in what its job was asked for', async () => {
    const { image } = openCalledStudio();

    const result = await image({ prompt });

    expect(JSON.stringify(result)).not.toContain('gateway.example.org');
  });

  test('of a batch carries one of its own, each', async () => {
    const { images, starts } = openCalledStudio();

    await images(Array.from({ length: 20 }, () => ({ prompt })));

    expect(new Set(starts.posts.map(({ webhook }) => webhook)).size).toBe(20);
  });

  test('carries the caller’s own webhook unchanged where one is given, and costs no address', async () => {
    const { image, video, webhookOf, kept, noted } = openCalledStudio();

    await image({ prompt, webhook: THEIRS });
    await video({ prompt, webhook: THEIRS });

    expect([webhookOf(0), webhookOf(1)]).toEqual([THEIRS, THEIRS]);
    expect(kept.size).toBe(0);
    expect(noted).toMatchObject([{ hasCallback: false }, { hasCallback: false }]);
  });

  test('carries the gateway’s where the caller’s is null', async () => {
    const { image, webhookOf } = openCalledStudio();

    await image({ prompt, webhook: null });

    expect(webhookOf()).toMatch(OURS);
  });

  test('goes without when the address cannot be kept: its job is one that will not be called about', async () => {
    const { image, starts, noted, told } = openCalledStudio({ put: () => Promise.reject(new Error('away')) });

    const result = await image(keyed);

    expect(result).toMatchObject({ type: 'started', job: { hasCallback: false } });
    expect(starts.posts).toEqual([{ prompt, model: 'seedream3.0' }]);
    expect(noted).toMatchObject([{ hasCallback: false }]);
    expect(told).toHaveLength(1);
  });

  test('is started whatever becomes of its address afterwards', async () => {
    const { image, told } = openCalledStudio({ update: () => Promise.reject(new Error('away')) });

    expect(await image(keyed)).toMatchObject({ type: 'started', job: { id: 'job-1' } });

    expect(told).toHaveLength(1);
  });

  test('that is called about before its answer came wakes its job when it comes', async () => {
    const { image, starts, call, woken } = openCalledStudio();
    starts.script.push(async (send) => {
      await send();
      expect(await call(naming('another'))).toBe(true);
      return { jobId: 'job-1' };
    });

    expect(await image({ prompt })).toMatchObject({ type: 'started', job: { id: 'job-1' } });

    expect(woken).toEqual(['job-1']);
  });

  test.each<[string, Start]>([
    ['was refused', failsWith(refused)],
    ['was limited', failsWith(new UpstreamError('rate-limited', '429.', { status: 429 }))],
    ['was not sent', failsUnsent(new UpstreamError('not-sent', 'No place.'))],
  ])('that %s leaves no address behind', async (_, start) => {
    const { image, starts, kept } = openCalledStudio();
    starts.script.push(start);

    await image(keyed);

    expect(kept.size).toBe(0);
  });

  test('that was refused is called about in vain', async () => {
    const { image, starts, call } = openCalledStudio();
    starts.script.push(failsWith(refused));
    await image({ prompt });

    expect(await call(naming('job-9'))).toBe(false);
  });

  test('whose input is wrong costs no address', async () => {
    const { image, kept } = openCalledStudio();

    expect(await image({ prompt: '' })).toMatchObject({ type: 'invalid-input' });

    expect(kept.size).toBe(0);
  });
});

describe('a repeat under the same key', () => {
  test('is the same request, though each attempt has an address of its own', async () => {
    const { image, starts, webhookOf } = openCalledStudio();
    starts.script.push(failsWith(refused));
    await image(keyed);
    const first = await image(keyed);

    const repeat = await image(keyed);

    expect(repeat).toEqual({ ...first, replayed: true });
    expect(starts.posts).toHaveLength(2);
    expect(webhookOf(0)).not.toBe(webhookOf(1));
  });

  test('is the same request where the gateway has no address to give, or has one since', async () => {
    const clock = createManualClock();
    const records = createMemoryGenerationRecords({ clock });
    const [withAddress, without] = [openCalledStudio({ clock, records }), openStudio({ clock, records })];
    await withAddress.image(keyed);
    await without.image({ ...keyed, idempotencyKey: 'order-8' });

    expect(await without.image(keyed)).toMatchObject({ type: 'started', replayed: true });
    expect(await withAddress.image({ ...keyed, idempotencyKey: 'order-8' })).toMatchObject({
      type: 'started',
      replayed: true,
    });
    expect([withAddress.starts.posts.length, without.starts.posts.length]).toEqual([1, 1]);
  });

  test('is another request with a webhook of the caller’s than without', async () => {
    const { image, starts } = openCalledStudio();
    await image(keyed);

    expect(await image({ ...keyed, webhook: THEIRS })).toMatchObject({ type: 'idempotency-conflict' });

    expect(starts.posts).toHaveLength(1);
  });
});

describe('a generation whose answer was lost', () => {
  /** Its POST went out, and nobody knows what became of it. */
  async function lose(options: Parameters<typeof openCalledStudio>[0] = {}) {
    const opened = openCalledStudio(options);
    const sentAtMs = opened.clock.now();
    opened.starts.script.push(failsWith(lost));
    expect(await opened.image(keyed)).toMatchObject({ type: 'outcome-unknown', sentAtMs });
    return { ...opened, sentAtMs };
  }

  test('is found by a call that names a job which the account has: a repeat gives it, and nothing is sent again', async () => {
    const { image, call, clock, starts, loads, sentAtMs } = await lose({
      jobs: { 'job-9': runningJob('job-9') },
    });
    await clock.advance(60_000);
    expect(await call(naming('job-9'))).toBe(true);
    await clock.advance(60_000);

    const found = await image(keyed);

    expect(found).toMatchObject({
      type: 'started',
      replayed: true,
      job: { id: 'job-9', kind: 'IMAGE', request: { prompt }, hasCallback: true, createdAtMs: sentAtMs },
    });
    expect(await image(keyed)).toEqual(found);
    expect(loads).toEqual([['job-9']]);
    expect(starts.posts).toHaveLength(1);
  });

  test('is noted, once found, as what was asked for when it was sent', async () => {
    const { image, call, clock, noted, sentAtMs } = await lose({ jobs: { 'job-9': runningJob('job-9') } });
    await call(naming('job-9'));
    await clock.advance(3_600_000);

    await image(keyed);

    expect(noted).toMatchObject([{ id: 'job-9', kind: 'IMAGE', request: { prompt }, hasCallback: true }]);
    expect(noted[0]?.createdAtMs).toBe(sentAtMs);
  });

  test('is found by a call that came before the connection broke', async () => {
    const { image, call, starts } = openCalledStudio({ jobs: { 'job-9': runningJob('job-9') } });
    starts.script.push(async (send) => {
      await send();
      await call(naming('job-9'));
      throw lost;
    });
    await image(keyed);

    expect(await image(keyed)).toMatchObject({ type: 'started', replayed: true, job: { id: 'job-9' } });

    expect(starts.posts).toHaveLength(1);
  });

  test('is found by all who repeat it at once', async () => {
    const { image, call, starts } = await lose({ jobs: { 'job-9': runningJob('job-9') } });
    await call(naming('job-9'));

    const repeats = await Promise.all(Array.from({ length: 20 }, () => image(keyed)));

    for (const repeat of repeats) expect(repeat).toMatchObject({ type: 'started', job: { id: 'job-9' } });
    expect(starts.posts).toHaveLength(1);
  });

  test('stays unknown until a call comes, at no read', async () => {
    const { image, loads, starts } = await lose();

    expect(await image(keyed)).toMatchObject({ type: 'outcome-unknown' });

    expect(loads).toEqual([]);
    expect(starts.posts).toHaveLength(1);
  });

  test('stays unknown when the call names no job', async () => {
    const { image, call, loads } = await lose();
    await call(async () => ({ status: 'completed', url: 'https://cdn.example.net/1.png' }));

    expect(await image(keyed)).toMatchObject({ type: 'outcome-unknown' });

    expect(loads).toEqual([]);
  });

  test('stays unknown when the call names a job that the account does not have', async () => {
    const { image, call, noted, starts, loads } = await lose({ jobs: { 'job-9': runningJob('job-9') } });
    await call(naming('somebody-elses'));

    expect(await image(keyed)).toMatchObject({ type: 'outcome-unknown' });

    expect(loads).toEqual([['somebody-elses']]);
    expect(noted).toEqual([]);
    expect(starts.posts).toHaveLength(1);
  });

  test('stays unknown while the named job cannot be read, and is found when it can', async () => {
    const { image, call, jobs, starts } = await lose({
      jobs: { 'job-9': new GatewayError('UPSTREAM_UNAVAILABLE', 'Away.', { retryable: true }) },
    });
    await call(naming('job-9'));

    expect(await image(keyed)).toMatchObject({ type: 'outcome-unknown' });
    jobs['job-9'] = runningJob('job-9');

    expect(await image(keyed)).toMatchObject({ type: 'started', replayed: true, job: { id: 'job-9' } });
    expect(starts.posts).toHaveLength(1);
  });

  test('stays unknown while what was called cannot be looked up, and the fault is told', async () => {
    const { image, call, faults, starts } = await lose({ read: () => Promise.reject(new Error('away')) });
    await call(naming('job-9'));

    expect(await image(keyed)).toMatchObject({ type: 'outcome-unknown' });

    expect(faults).toHaveLength(1);
    expect(starts.posts).toHaveLength(1);
  });

  test('stays unknown when it went out with the caller’s own webhook', async () => {
    const { image, starts, loads } = openCalledStudio();
    starts.script.push(failsWith(lost));
    const theirs = { ...keyed, webhook: THEIRS };
    await image(theirs);

    expect(await image(theirs)).toMatchObject({ type: 'outcome-unknown' });

    expect(loads).toEqual([]);
    expect(starts.posts).toHaveLength(1);
  });
});
