import { createMemoryGenerationRecords } from '../../src/replicas/memory-generation-records.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { describeGenerationRecords } from './generation-records.contract.ts';

describeGenerationRecords('in memory', async () => {
  const clock = createManualClock();
  const records = createMemoryGenerationRecords({ clock });
  return { here: records, there: records, clock, async [Symbol.asyncDispose]() {} };
});
