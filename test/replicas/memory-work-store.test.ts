import { expect, test } from 'vitest';
import { toJobState } from '../../src/domain/job.ts';
import { JOB_RULES } from '../../src/domain/job-rules.ts';
import { createMemoryWorkStore } from '../../src/replicas/memory-work-store.ts';
import { jobId } from '../support/jobs.ts';
import { tenantOf } from '../support/library.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { readingOf, scriptedJobs } from '../support/scripted-jobs.ts';
import { describeWorkStore } from './work-store.contract.ts';

describeWorkStore('in memory', async (clock) => {
  const store = createMemoryWorkStore({ rules: JOB_RULES, clock });
  return { here: store, there: store, async [Symbol.asyncDispose]() {} };
});

const clock = createManualClock();
const tenant = tenantOf(scriptedJobs(clock, {}).account);
const id = jobId('j1');
const running = toJobState(readingOf('j1', 'running'), clock.now());
const completed = toJobState(readingOf('j1', 'image'), clock.now() + 1);

test('a store in memory forgets a job some hours after its last change', async () => {
  const store = createMemoryWorkStore({ rules: JOB_RULES, clock, keptMs: 3_600_000 });
  await store.merge(tenant, completed);
  await clock.advance(3_599_000);
  await store.merge(tenant, completed);
  expect(await store.read(tenant, id)).toEqual(completed);

  await clock.advance(2_000);

  expect(await store.read(tenant, id)).toBeNull();
});

test('a store in memory holds a bounded number of jobs: the ones asked for longest ago go first', async () => {
  const store = createMemoryWorkStore({ rules: JOB_RULES, clock, maxStates: 2 });
  const put = (name: string) => store.merge(tenant, { ...running, id: jobId(name) });
  await put('a');
  await put('b');
  await store.read(tenant, jobId('a'));
  await put('c');

  const known = ['a', 'b', 'c'].filter((name) => store.recall(tenant, jobId(name)));
  expect(known).toEqual(['a', 'c']);
});

test('a store in memory holds fewer jobs when what they say is long', async () => {
  const store = createMemoryWorkStore({ rules: JOB_RULES, clock });
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  for (const name of names) {
    await store.merge(tenant, { ...running, id: jobId(name), pictoryStatus: name.repeat(10_000_000) });
  }

  const known = names.filter((name) => store.recall(tenant, jobId(name)));
  expect(known).toEqual(['c', 'd', 'e', 'f']);
});
