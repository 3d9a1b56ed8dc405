import { describe, expect, test } from 'vitest';
import type { CallbackId, CallbackRecord, CallbackStore } from '../../src/domain/callback-store.ts';
import type { TenantId } from '../../src/domain/tenant.ts';
import { jobId } from '../support/jobs.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';

/** An empty store, as two processes see it. */
export interface OpenedCallbackStore extends AsyncDisposable {
  here: CallbackStore;
  /** The same store from another process; the same object where there is only one. */
  there: CallbackStore;
}

/** Some address. */
export const callbackId = 'a hash of a token' as CallbackId;

/** An address that has just been given out. */
export const unused: CallbackRecord = {
  tenantId: 'tenant-1' as TenantId,
  jobId: null,
  namedJobId: null,
  calledAtMs: null,
};

/** What every form of `CallbackStore` keeps to. */
export function describeCallbackStore(
  form: string,
  open: (clock: ManualClock) => Promise<OpenedCallbackStore>,
): void {
  describe(`a store of callback addresses ${form}`, () => {
    test('knows what was put in, everywhere, and nothing else', async () => {
      await using store = await open(createManualClock());
      await store.here.put(callbackId, unused);

      expect(await store.there.read(callbackId)).toMatchObject(unused);
      expect(await store.there.read('another' as CallbackId)).toBeNull();
    });

    test('changes what is there and gives what it is then, everywhere', async () => {
      await using store = await open(createManualClock());
      await store.here.put(callbackId, unused);

      const called = await store.there.update(callbackId, (before) => ({ ...before, calledAtMs: 5 }));
      const bound = await store.here.update(callbackId, (before) => ({ ...before, jobId: jobId('j1') }));

      expect(called).toMatchObject({ ...unused, calledAtMs: 5 });
      expect(bound).toMatchObject({ ...unused, calledAtMs: 5, jobId: 'j1' });
      expect(await store.there.read(callbackId)).toEqual(bound);
    });

    test('gives what it has when a change changes nothing', async () => {
      await using store = await open(createManualClock());
      await store.here.put(callbackId, unused);

      expect(await store.there.update(callbackId, (before) => before)).toMatchObject(unused);
    });

    test('changes nothing where there is nothing, and puts nothing there', async () => {
      await using store = await open(createManualClock());
      let steps = 0;
      const step = (before: CallbackRecord) => {
        steps += 1;
        return before;
      };

      expect(await store.here.update(callbackId, step)).toBeNull();

      expect(steps).toBe(0);
      expect(await store.there.read(callbackId)).toBeNull();
    });

    test('of many changes at once, from everywhere, loses none', async () => {
      await using store = await open(createManualClock());
      await store.here.put(callbackId, { ...unused, calledAtMs: 0 });
      const increment = (before: CallbackRecord) => ({
        ...before,
        calledAtMs: (before.calledAtMs ?? 0) + 1,
      });

      const given = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? store.here : store.there).update(callbackId, increment),
        ),
      );

      expect(await store.here.read(callbackId)).toMatchObject({ calledAtMs: 20 });
      const counts = given.map((record) => record?.calledAtMs ?? 0).toSorted((a, b) => a - b);
      expect(counts).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    });

    test('of a call and a job that come at the same moment tells one of them about the other', async () => {
      await using store = await open(createManualClock());
      for (let round = 0; round < 20; round += 1) {
        const id = `round-${round}` as CallbackId;
        await store.here.put(id, unused);
        const both = await Promise.all([
          store.here.update(id, (before) => ({ ...before, jobId: jobId('j1') })),
          store.there.update(id, (before) => ({ ...before, calledAtMs: 5 })),
        ]);
        expect(both).toContainEqual(expect.objectContaining({ jobId: 'j1', calledAtMs: 5 }));
      }
    });

    test('forgets what is removed, everywhere, and lets go of it only once', async () => {
      await using store = await open(createManualClock());
      await store.here.put(callbackId, unused);

      await store.there.remove(callbackId);
      await store.there.remove(callbackId);

      expect(await store.here.read(callbackId)).toBeNull();
      expect(await store.here.update(callbackId, (before) => before)).toBeNull();
    });

    test('tells everybody when calls arrive and when they are missed: the latest of each kind', async () => {
      await using store = await open(createManualClock());
      expect(store.here.weather).toEqual({ arrivedAtMs: 0, missedAtMs: 0 });

      await store.here.noteWeather({ arrivedAtMs: 200, missedAtMs: 0 });
      await store.there.noteWeather({ arrivedAtMs: 100, missedAtMs: 0 });
      await store.there.noteWeather({ arrivedAtMs: 0, missedAtMs: 300 });

      const all = { arrivedAtMs: 200, missedAtMs: 300 };
      await expect.poll(() => store.here.weather).toEqual(all);
      await expect.poll(() => store.there.weather).toEqual(all);
    });
  });
}
