import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type GenerationRecord,
  type GenerationRecordId,
  type GenerationRecords,
  RECORD_LEASE_MS,
  RECORD_TTL_MS,
  type SealedGeneration,
} from '../../src/domain/generation/records.ts';
import type { JobId } from '../../src/domain/job.ts';
import type { ManualClock } from '../support/manual-clock.ts';

/** Empty records, as two replicas see them. */
export interface OpenedRecords extends AsyncDisposable {
  here: GenerationRecords;
  /** The same store from another process; the same object where there is only one. */
  there: GenerationRecords;
  /** What leases and lives are measured by. */
  clock: ManualClock;
}

const id = 'record-1' as GenerationRecordId;
const jobId = 'job-1' as JobId;
const neverAborts = new AbortController().signal;

const sent = 'a sealed text: 灯台 🌊' as SealedGeneration;

/** What every form of `GenerationRecords` keeps to. */
export function describeGenerationRecords(form: string, open: () => Promise<OpenedRecords>): void {
  describe(`generation records ${form}`, () => {
    test('a free key is reserved by the first who asks, for everybody', async () => {
      await using records = await open();
      const nowMs = records.clock.now();
      const reserved = {
        state: 'reserved',
        fingerprint: 'f',
        owner: 'a',
        createdAtMs: nowMs,
        leaseEndsAtMs: nowMs + RECORD_LEASE_MS,
      };
      expect(await records.here.reserve(id, 'f', 'a')).toEqual(reserved);
      expect(await records.there.reserve(id, 'other', 'b')).toEqual(reserved);
    });

    test('of many who ask at once one reserves', async () => {
      await using records = await open();
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? records.here : records.there).reserve(id, 'f', `owner-${index}`),
        ),
      );
      expect(new Set(answers.map((record) => record.owner)).size).toBe(1);
    });

    test('records of different keys have nothing to do with one another', async () => {
      await using records = await open();
      const other = 'record-2' as GenerationRecordId;
      await records.here.reserve(id, 'f', 'a');
      expect((await records.here.reserve(other, 'g', 'b')).owner).toBe('b');
      await records.here.release(id, 'a');
      expect((await records.here.reserve(other, 'g', 'c')).owner).toBe('b');
    });

    test('what is reserved becomes sending, and done with all that a repeat must be told', async () => {
      await using records = await open();
      const createdAtMs = records.clock.now();
      await records.here.reserve(id, 'f', 'a');
      await records.clock.advance(100);
      expect(await records.here.markSending(id, 'a', sent, createdAtMs + 90)).toBe(true);
      expect(await records.there.reserve(id, 'f', 'b')).toEqual({
        state: 'sending',
        fingerprint: 'f',
        owner: 'a',
        createdAtMs,
        sentAtMs: createdAtMs + 90,
        sent,
        leaseEndsAtMs: createdAtMs + 100 + RECORD_LEASE_MS,
      });
      await records.here.settle(id, { state: 'done', jobId, startedAtMs: createdAtMs + 200 });
      expect(await records.there.reserve(id, 'f', 'b')).toEqual({
        state: 'done',
        fingerprint: 'f',
        owner: 'a',
        createdAtMs,
        sent,
        jobId,
        startedAtMs: createdAtMs + 200,
      });
    });

    test('only the owner of a living reservation may send', async () => {
      await using records = await open();
      const nowMs = records.clock.now();
      expect(await records.here.markSending(id, 'a', sent, nowMs)).toBe(false);
      await records.here.reserve(id, 'f', 'a');
      expect(await records.there.markSending(id, 'b', sent, nowMs)).toBe(false);
      expect((await records.here.reserve(id, 'f', 'c')).state).toBe('reserved');
      await records.clock.advance(RECORD_LEASE_MS);
      expect(await records.here.markSending(id, 'a', sent, nowMs)).toBe(false);
    });

    test('an owner that could not hear the answer may say again that it sends', async () => {
      await using records = await open();
      const nowMs = records.clock.now();
      await records.here.reserve(id, 'f', 'a');
      expect((await records.here.reserve(id, 'f', 'a')).owner).toBe('a');
      expect(await records.here.markSending(id, 'a', sent, nowMs)).toBe(true);
      expect(await records.here.markSending(id, 'a', sent, nowMs)).toBe(true);
    });

    test('a void reservation goes to whoever asks next, and its former owner may neither send nor renew', async () => {
      await using records = await open();
      await records.here.reserve(id, 'f', 'a');
      await records.clock.advance(RECORD_LEASE_MS - 1);
      expect((await records.there.reserve(id, 'g', 'b')).owner).toBe('a');
      await records.clock.advance(1);
      expect(await records.there.reserve(id, 'g', 'b')).toMatchObject({
        owner: 'b',
        fingerprint: 'g',
        createdAtMs: records.clock.now(),
      });
      expect(await records.here.renew(id, 'a')).toBe(false);
      expect(await records.here.markSending(id, 'a', sent, records.clock.now())).toBe(false);
      await records.here.release(id, 'a');
      expect((await records.here.reserve(id, 'f', 'c')).owner).toBe('b');
    });

    test('a lease that is renewed does not end', async () => {
      await using records = await open();
      await records.here.reserve(id, 'f', 'a');
      for (let renewals = 0; renewals < 5; renewals += 1) {
        await records.clock.advance(RECORD_LEASE_MS - 1);
        expect(await records.here.renew(id, 'a')).toBe(true);
        expect(await records.there.renew(id, 'b')).toBe(false);
      }
      expect(await records.here.markSending(id, 'a', sent, records.clock.now())).toBe(true);
      await records.clock.advance(RECORD_LEASE_MS - 1);
      expect(await records.here.renew(id, 'a')).toBe(true);
      await records.clock.advance(RECORD_LEASE_MS - 1);
      expect((await records.there.reserve(id, 'f', 'b')).state).toBe('sending');
    });

    test('a sending whose lease has ended is unknown, and no longer anybody’s to renew or send', async () => {
      await using records = await open();
      const sentAtMs = records.clock.now();
      await records.here.reserve(id, 'f', 'a');
      await records.here.markSending(id, 'a', sent, sentAtMs);
      await records.clock.advance(RECORD_LEASE_MS);
      const unknown = {
        state: 'unknown',
        fingerprint: 'f',
        owner: 'a',
        createdAtMs: sentAtMs,
        sentAtMs,
        sent,
      };
      expect(await records.there.reserve(id, 'f', 'b')).toEqual(unknown);
      expect(await records.here.renew(id, 'a')).toBe(false);
      expect(await records.here.markSending(id, 'a', sent, records.clock.now())).toBe(false);
      expect(await records.there.reserve(id, 'f', 'b')).toEqual(unknown);
    });

    test('a late word turns unknown into done, whoever says it and wherever', async () => {
      await using records = await open();
      const nowMs = records.clock.now();
      await records.here.reserve(id, 'f', 'a');
      await records.here.markSending(id, 'a', sent, nowMs);
      await records.here.settle(id, { state: 'unknown' });
      expect((await records.there.reserve(id, 'f', 'b')).state).toBe('unknown');
      await records.there.settle(id, { state: 'done', jobId, startedAtMs: nowMs });
      expect(await records.here.reserve(id, 'f', 'b')).toMatchObject({ state: 'done', jobId, sent });
    });

    test('what is done stays as it is', async () => {
      await using records = await open();
      const nowMs = records.clock.now();
      await records.here.reserve(id, 'f', 'a');
      await records.here.markSending(id, 'a', sent, nowMs);
      await records.here.settle(id, { state: 'done', jobId, startedAtMs: nowMs });
      await records.here.settle(id, { state: 'unknown' });
      await records.here.settle(id, { state: 'done', jobId: 'job-2' as JobId, startedAtMs: nowMs });
      await records.here.release(id, 'a');
      expect(await records.here.renew(id, 'a')).toBe(false);
      await records.clock.advance(RECORD_LEASE_MS);
      expect(await records.there.reserve(id, 'f', 'b')).toMatchObject({ state: 'done', jobId });
    });

    test('a word about what was never sent changes nothing', async () => {
      await using records = await open();
      const done = { state: 'done', jobId, startedAtMs: records.clock.now() } as const;
      await records.here.settle(id, done);
      expect((await records.here.reserve(id, 'f', 'a')).state).toBe('reserved');
      await records.there.settle(id, done);
      expect((await records.here.reserve(id, 'f', 'b')).state).toBe('reserved');
    });

    test('the owner removes what it has not sent, or has sent in vain, even when its lease has ended since', async () => {
      await using records = await open();
      await records.here.reserve(id, 'f', 'a');
      await records.here.release(id, 'a');
      expect((await records.there.reserve(id, 'g', 'b')).owner).toBe('b');
      await records.there.markSending(id, 'b', sent, records.clock.now());
      await records.here.release(id, 'a');
      await records.clock.advance(RECORD_LEASE_MS);
      await records.there.release(id, 'b');
      expect((await records.here.reserve(id, 'h', 'c')).owner).toBe('c');
    });

    test('a record lives for 24 hours from its reservation', async () => {
      await using records = await open();
      await records.here.reserve(id, 'f', 'a');
      await records.clock.advance(1000);
      await records.here.markSending(id, 'a', sent, records.clock.now());
      await records.here.settle(id, { state: 'done', jobId, startedAtMs: records.clock.now() });
      await records.clock.advance(RECORD_TTL_MS - 1001);
      expect((await records.there.reserve(id, 'f', 'b')).state).toBe('done');
      await records.clock.advance(1);
      expect((await records.there.reserve(id, 'g', 'b')).owner).toBe('b');
    });

    test('what is handed out is a copy or never changes', async () => {
      await using records = await open();
      const reserved = await records.here.reserve(id, 'f', 'a');
      const before = JSON.stringify(reserved);
      await records.here.markSending(id, 'a', sent, records.clock.now());
      expect(JSON.stringify(reserved)).toBe(before);
    });

    describe('a wait', () => {
      test('for what is not pending ends at once', async () => {
        await using records = await open();
        await records.here.waitUntilSettled(id, neverAborts);
        await records.here.reserve(id, 'f', 'a');
        await records.here.markSending(id, 'a', sent, records.clock.now());
        await records.here.settle(id, { state: 'unknown' });
        await expect(records.there.waitUntilSettled(id, neverAborts)).resolves.toBeUndefined();
      });

      test.each<[string, (records: GenerationRecords) => Promise<void>]>([
        ['done', (records) => records.settle(id, { state: 'done', jobId, startedAtMs: 1 })],
        ['unknown', (records) => records.settle(id, { state: 'unknown' })],
        ['released', (records) => records.release(id, 'a')],
      ])('ends when the record is %s, not before and without any time passing', async (_end, settle) => {
        await using records = await open();
        await records.here.reserve(id, 'f', 'a');
        const ended: string[] = [];
        const waits = [records.here, records.there, records.there].map((side) =>
          side.waitUntilSettled(id, neverAborts).then(() => ended.push('wait')),
        );
        await records.here.markSending(id, 'a', sent, records.clock.now());
        await records.here.renew(id, 'a');
        await records.clock.advance(1);
        expect(ended).toEqual([]);
        await settle(records.here);
        await Promise.all(waits);
        expect(ended).toHaveLength(3);
      });

      test('ends with the lease of an owner that has died, and not while it is renewed', async () => {
        await using records = await open();
        await records.here.reserve(id, 'f', 'a');
        let hasEnded = false;
        const wait = records.there.waitUntilSettled(id, neverAborts).then(() => {
          hasEnded = true;
        });
        await records.clock.advance(RECORD_LEASE_MS - 1);
        await records.here.renew(id, 'a');
        await records.clock.advance(RECORD_LEASE_MS - 1);
        expect(hasEnded).toBe(false);
        await records.clock.advance(1);
        await wait;
        expect((await records.there.reserve(id, 'f', 'b')).owner).toBe('b');
      });

      test('ends with the signal’s reason, also when that has aborted before', async () => {
        await using records = await open();
        await records.here.reserve(id, 'f', 'a');
        const asker = new AbortController();
        const wait = records.there.waitUntilSettled(id, asker.signal);
        const reason = new Error('The asker has left.');
        asker.abort(reason);
        await expect(wait).rejects.toBe(reason);
        await expect(records.there.waitUntilSettled(id, asker.signal)).rejects.toBe(reason);
      });
    });

    test('whatever happens in whatever order, nobody may send while another’s sending may have bought', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(steps, { maxLength: 40 }), async (plan) => {
          await using records = await open();
          let mayHaveBought: string | null = null;
          for (const { step, owner } of plan) {
            const side = owner === 'a' ? records.here : records.there;
            if (step === 'reserve') await side.reserve(id, 'f', owner);
            if (step === 'renew') await side.renew(id, owner);
            if (step === 'unknown') await side.settle(id, { state: 'unknown' });
            if (step === 'done') await side.settle(id, { state: 'done', jobId, startedAtMs: 1 });
            if (step === 'wait') await records.clock.advance(RECORD_LEASE_MS / 2);
            if (step === 'send' && (await side.markSending(id, owner, sent, records.clock.now()))) {
              expect([null, owner]).toContain(mayHaveBought);
              mayHaveBought = owner;
            }
            if (step === 'release') {
              const before: GenerationRecord = await side.reserve(id, 'f', 'nobody');
              await side.release(id, owner);
              if (before.owner === owner && before.state !== 'done') mayHaveBought = null;
              if (before.owner === 'nobody') await side.release(id, 'nobody');
            }
          }
        }),
        { numRuns: 300 },
      );
    });
  });
}

const steps = fc.record({
  step: fc.constantFrom('reserve', 'reserve', 'send', 'send', 'renew', 'unknown', 'done', 'release', 'wait'),
  owner: fc.constantFrom('a', 'b', 'c'),
});
