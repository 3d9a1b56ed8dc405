import { expect, test } from 'vitest';
import {
  type GenerationRecordId,
  RECORD_TTL_MS,
  type SealedGeneration,
} from '../../src/domain/generation/records.ts';
import { createMemoryGenerationRecords } from '../../src/replicas/memory-generation-records.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { describeGenerationRecords } from './generation-records.contract.ts';

describeGenerationRecords('in memory', async () => {
  const clock = createManualClock();
  const records = createMemoryGenerationRecords({ clock });
  return { here: records, there: records, clock, async [Symbol.asyncDispose]() {} };
});

test('records in memory that have no room reserve nothing new and forget nothing old until its time has come', async () => {
  const clock = createManualClock();
  const records = createMemoryGenerationRecords({ clock, maxBytes: 10_000 });
  const [first, second] = ['first', 'second'] as GenerationRecordId[] as [
    GenerationRecordId,
    GenerationRecordId,
  ];
  await records.reserve(first, 'f', 'a');
  await records.markSending(first, 'a', 'x'.repeat(20_000) as SealedGeneration, clock.now());
  await records.settle(first, { state: 'unknown' });

  await expect(records.reserve(second, 'f', 'b')).rejects.toThrow('more idempotency records');
  expect(await records.read(second)).toBeNull();
  expect((await records.reserve(first, 'f', 'b')).state).toBe('unknown');

  await clock.advance(RECORD_TTL_MS);
  expect((await records.reserve(second, 'f', 'b')).owner).toBe('b');
});

test('records in memory that were released leave their room', async () => {
  const clock = createManualClock();
  const records = createMemoryGenerationRecords({ clock, maxBytes: 1000 });
  for (let number = 0; number < 100; number++) {
    const id = `record-${number}` as GenerationRecordId;
    await records.reserve(id, 'f', 'a');
    await records.markSending(id, 'a', 'x'.repeat(2000) as SealedGeneration, clock.now());
    await records.release(id, 'a');
  }
  expect((await records.reserve('last' as GenerationRecordId, 'f', 'a')).owner).toBe('a');
});
