import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type GenerationRecord,
  openGeneration,
  RECORD_LEASE_MS,
  RECORD_TTL_MS,
  recordSteps,
  type SealedGeneration,
  type SentGeneration,
  sealGeneration,
} from '../../../src/domain/generation/records.ts';
import type { JobId } from '../../../src/domain/job.ts';
import { createSealer } from '../../../src/domain/seal.ts';
import { REQUEST } from '../../support/jobs.ts';

const NOW = Date.UTC(2026, 10, 2, 12);
const sent = 'sealed' as SealedGeneration;

/** A record of `owner`'s as it is after so many steps. */
function recordOf(owner: string, steps: number): GenerationRecord {
  const base = { fingerprint: 'f', owner, createdAtMs: NOW };
  const leaseEndsAtMs = NOW + RECORD_LEASE_MS;
  const stages: GenerationRecord[] = [
    { ...base, state: 'reserved', leaseEndsAtMs },
    { ...base, state: 'sending', leaseEndsAtMs, sentAtMs: NOW, sent },
    { ...base, state: 'unknown', sentAtMs: NOW, sent },
    { ...base, state: 'done', sent, jobId: `job-of-${owner}` as JobId, startedAtMs: NOW },
  ];
  return stages[steps] as GenerationRecord;
}

describe('putting a remembered record back', () => {
  const records = fc
    .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 3 }))
    .map(([owner, steps]) => recordOf(owner, steps));

  test('into an empty store restores it, unless its time is over', () => {
    const done = recordOf('a', 3);
    expect(recordSteps.restore(null, done, NOW)).toEqual(done);
    expect(recordSteps.restore(null, done, NOW + RECORD_TTL_MS)).toBeNull();
    expect(recordSteps.restore(null, recordOf('a', 0), NOW + RECORD_LEASE_MS)).toBeNull();
  });

  test('of the same attempt leaves what has gone further', () => {
    for (let stored = 0; stored < 4; stored += 1) {
      for (let known = 0; known < 4; known += 1) {
        const restored = recordSteps.restore(recordOf('a', stored), recordOf('a', known), NOW);
        expect(restored).toEqual(recordOf('a', Math.max(stored, known)));
      }
    }
  });

  test('of another attempt puts the one that names its job first, then what was sent', () => {
    const restore = (stored: number, known: number) =>
      recordSteps.restore(recordOf('b', stored), recordOf('a', known), NOW)?.owner;
    expect([restore(0, 0), restore(0, 1), restore(0, 2), restore(0, 3)]).toEqual(['b', 'a', 'a', 'a']);
    expect([restore(1, 0), restore(1, 1), restore(1, 2), restore(1, 3)]).toEqual(['b', 'b', 'b', 'a']);
    expect([restore(3, 0), restore(3, 1), restore(3, 2), restore(3, 3)]).toEqual(['b', 'b', 'b', 'b']);
  });

  test('has the same outcome in whatever order two processes do it', () => {
    fc.assert(
      fc.property(records, records, (mine, theirs) => {
        const one = recordSteps.restore(recordSteps.restore(null, mine, NOW), theirs, NOW);
        const other = recordSteps.restore(recordSteps.restore(null, theirs, NOW), mine, NOW);
        if (mine.owner === theirs.owner || one?.state === 'done') expect(one?.state).toBe(other?.state);
        expect([one, other].some((record) => record?.state === 'done')).toBe(
          mine.state === 'done' || theirs.state === 'done',
        );
      }),
    );
  });

  test('twice changes nothing more, and never takes away what was sent', () => {
    fc.assert(
      fc.property(fc.option(records), records, (stored, known) => {
        const once = recordSteps.restore(stored, known, NOW);
        expect(recordSteps.restore(once, known, NOW)).toEqual(once);
        const wasSent = [stored, known].some((record) => record && record.state !== 'reserved');
        if (wasSent) expect(once?.state).not.toBe('reserved');
      }),
    );
  });
});

describe('what a record says of a request', () => {
  const generation: SentGeneration = { kind: 'IMAGE', request: REQUEST, callbackId: null };
  const [mine, theirs] = [createSealer(['my-secret'], 'x'), createSealer(['their-secret'], 'x')];

  test('can be opened by its tenant alone', () => {
    const sealed = sealGeneration(generation, mine);
    expect(openGeneration(sealed, mine)).toEqual(generation);
    expect(openGeneration(sealed, theirs)).toBeNull();
    expect(sealed).not.toContain('lighthouse');
  });
});
