import { expect, test } from 'vitest';
import { CALLBACK_TTL_MS } from '../../src/domain/callback-store.ts';
import { createMemoryCallbackStore } from '../../src/replicas/memory-callback-store.ts';
import { createManualClock } from '../support/manual-clock.ts';
import { callbackId, describeCallbackStore, unused } from './callback-store.contract.ts';

describeCallbackStore('in memory', async (clock) => {
  const store = createMemoryCallbackStore({ clock });
  return { here: store, there: store, async [Symbol.asyncDispose]() {} };
});

test('a store of callback addresses in memory knows one for a day, which changing it does not prolong', async () => {
  const clock = createManualClock();
  const store = createMemoryCallbackStore({ clock });
  await store.put(callbackId, unused);
  await clock.advance(CALLBACK_TTL_MS - 1_000);
  expect(await store.update(callbackId, (before) => ({ ...before, calledAtMs: 5 }))).not.toBeNull();

  await clock.advance(1_001);

  expect(await store.read(callbackId)).toBeNull();
  expect(await store.update(callbackId, (before) => before)).toBeNull();
});
