import { describe, expect, test } from 'vitest';
import { type GenerationRecords, RECORD_LEASE_MS } from '../../src/domain/generation/records.ts';
import { createMemoryGenerationRecords } from '../../src/replicas/memory-generation-records.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { acceptsAfter, acceptsWhenPlaced, failsWith, scriptedStarts } from '../support/scripted-starts.ts';
import { jobIdOf, openStudio } from '../support/studio.ts';

const input = { prompt: 'A lighthouse at dusk', idempotencyKey: 'order-7' };
const never = new Promise<never>(() => {});

/**
 * Two processes over one store and one Pictory. The first has a clock of its own that stands still, so that it renews
 * nothing: to the store it is dead from its first wait on, or stalled for as long as the test likes.
 */
function openReplicas(ofTheFirst: (records: GenerationRecords) => Partial<GenerationRecords> = () => ({})) {
  const clock = createManualClock();
  const records = createMemoryGenerationRecords({ clock });
  const starts = scriptedStarts();
  const dying = openStudio({
    clock: createManualClock(),
    starts,
    records: { ...records, ...ofTheFirst(records) },
  });
  const living = openStudio({ clock, starts, records });
  return { clock, starts, dying, living };
}

describe('a process that dies', () => {
  test('before it has sent: another takes over once the lease has ended, and there is one POST', async () => {
    const { clock, starts, dying, living } = openReplicas();
    starts.script.push(acceptsWhenPlaced(never));
    dying.image(input);
    await clock.advance(0);
    const repeats = [living.image(input), living.image(input)];
    await clock.advance(RECORD_LEASE_MS - 1);
    expect(starts.posts).toHaveLength(0);
    await clock.advance(1);
    expect((await Promise.all(repeats)).map(jobIdOf)).toEqual(['job-1', 'job-1']);
    expect(jobIdOf(await living.image(input))).toBe('job-1');
    expect(starts.posts).toHaveLength(1);
  });

  test('while it is sending: the outcome is unknown, and there is no second POST', async () => {
    const { clock, starts, dying, living } = openReplicas();
    const sentAtMs = clock.now();
    starts.script.push(acceptsAfter(never));
    dying.image(input);
    await clock.advance(0);
    const waiting = living.image(input);
    await clock.advance(RECORD_LEASE_MS);
    expect(await waiting).toMatchObject({ type: 'outcome-unknown', sentAtMs });
    expect(await living.image(input)).toMatchObject({ type: 'outcome-unknown', sentAtMs });
    expect(starts.posts).toHaveLength(1);
  });

  test('between writing down that it sends and the first byte: the outcome counts as unknown', async () => {
    const { clock, starts, dying, living } = openReplicas((records) => ({
      async markSending(...step) {
        await records.markSending(...step);
        return never;
      },
    }));
    dying.image(input);
    await clock.advance(RECORD_LEASE_MS);
    expect((await living.image(input)).type).toBe('outcome-unknown');
    expect(starts.posts).toHaveLength(0);
  });

  test('with the answer in its hands: the outcome is unknown, and there is no second POST', async () => {
    const { clock, starts, dying, living } = openReplicas(() => ({ settle: () => never }));
    dying.image(input);
    await clock.advance(RECORD_LEASE_MS);
    expect((await living.image(input)).type).toBe('outcome-unknown');
    expect(starts.posts).toHaveLength(1);
  });

  test('with a refusal in its hands: the outcome is unknown, and there is no second POST', async () => {
    const { clock, starts, dying, living } = openReplicas(() => ({ release: () => never }));
    starts.script.push(failsWith(new UpstreamError('refused', '400.', { status: 400 })));
    dying.image(input);
    await clock.advance(RECORD_LEASE_MS);
    expect((await living.image(input)).type).toBe('outcome-unknown');
    expect(starts.posts).toHaveLength(1);
  });

  test('after it has bought: others give its job, and there is one POST', async () => {
    const { clock, starts, dying, living } = openReplicas();
    await dying.image(input);
    await clock.advance(RECORD_LEASE_MS);
    expect(await living.image(input)).toMatchObject({
      type: 'started',
      replayed: true,
      job: { id: 'job-1' },
    });
    expect(starts.posts).toHaveLength(1);
  });

  test('after an unknown outcome: it stays unknown, and there is one POST', async () => {
    const { clock, starts, dying, living } = openReplicas();
    starts.script.push(failsWith(new UpstreamError('cut', 'The connection ended.')));
    await dying.image(input);
    await clock.advance(RECORD_LEASE_MS);
    expect((await living.image(input)).type).toBe('outcome-unknown');
    expect(starts.posts).toHaveLength(1);
  });
});

describe('a process that stalls for longer than its lease and comes back', () => {
  test('before it has sent: it sends nothing and gives the job that another has bought', async () => {
    const { clock, starts, dying, living } = openReplicas();
    const placed = Promise.withResolvers<void>();
    starts.script.push(acceptsWhenPlaced(placed.promise));
    const stalled = dying.image(input);
    await clock.advance(RECORD_LEASE_MS);
    expect(jobIdOf(await living.image(input))).toBe('job-1');
    placed.resolve();
    expect(await stalled).toMatchObject({ type: 'started', replayed: true, job: { id: 'job-1' } });
    expect(starts.posts).toHaveLength(1);
  });

  test('before it has sent, and nobody has come: it reserves again and sends once', async () => {
    const { clock, starts, dying } = openReplicas();
    const placed = Promise.withResolvers<void>();
    starts.script.push(acceptsWhenPlaced(placed.promise));
    const stalled = dying.image(input);
    await clock.advance(RECORD_LEASE_MS);
    placed.resolve();
    expect(await stalled).toMatchObject({ type: 'started', replayed: false });
    expect(starts.posts).toHaveLength(1);
  });

  test('while it was sending: what was unknown in between becomes its job', async () => {
    const { clock, starts, dying, living } = openReplicas();
    const answered = Promise.withResolvers<void>();
    starts.script.push(acceptsAfter(answered.promise));
    const stalled = dying.image(input);
    await clock.advance(RECORD_LEASE_MS);
    expect((await living.image(input)).type).toBe('outcome-unknown');
    answered.resolve();
    expect(jobIdOf(await stalled)).toBe('job-1');
    expect(await living.image(input)).toMatchObject({
      type: 'started',
      replayed: true,
      job: { id: 'job-1' },
    });
    expect(starts.posts).toHaveLength(1);
  });

  test('while it was sending in vain: the key is free again', async () => {
    const { clock, starts, dying, living } = openReplicas();
    const answered = Promise.withResolvers<never>();
    starts.script.push(acceptsAfter(answered.promise));
    const stalled = dying.image(input);
    await clock.advance(RECORD_LEASE_MS);
    expect((await living.image(input)).type).toBe('outcome-unknown');
    answered.reject(new UpstreamError('refused', '400.', { status: 400 }));
    expect((await stalled).type).toBe('rejected');
    expect(jobIdOf(await living.image(input))).toBe('job-2');
  });
});

describe('a process that lives', () => {
  test('keeps its key for as long as its POST takes', async () => {
    const { clock, starts, living } = openReplicas();
    const answered = Promise.withResolvers<void>();
    starts.script.push(acceptsAfter(answered.promise));
    const first = living.image(input);
    const repeat = living.image(input);
    await clock.advance(10 * RECORD_LEASE_MS);
    answered.resolve();
    expect((await Promise.all([first, repeat])).map(jobIdOf)).toEqual(['job-1', 'job-1']);
    expect(starts.posts).toHaveLength(1);
  });

  test('keeps its key for as long as it waits for a place', async () => {
    const { clock, starts, living } = openReplicas();
    const placed = Promise.withResolvers<void>();
    starts.script.push(acceptsWhenPlaced(placed.promise));
    const first = living.image(input);
    await clock.advance(10 * RECORD_LEASE_MS);
    const repeat = living.image(input);
    await clock.advance(0);
    placed.resolve();
    expect((await Promise.all([first, repeat])).map(jobIdOf)).toEqual(['job-1', 'job-1']);
    expect(starts.posts).toHaveLength(1);
  });
});
