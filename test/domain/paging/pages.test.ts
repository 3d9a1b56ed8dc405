import { expect, test } from 'vitest';
import { createPageCache, createPages } from '../../../src/domain/paging/pages.ts';
import { createSharedReads } from '../../../src/domain/shared-reads.ts';
import type { PageKey } from '../../../src/upstream/call.ts';
import { operationOn, tenantOf } from '../../support/library.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { ScriptedList } from '../../support/scripted-list.ts';

test('a page that is too old is let go of as soon as another is kept', async () => {
  const clock = createManualClock();
  const cache = createPageCache(clock);
  const tenant = tenantOf(new ScriptedList([1]).account);
  const pages = createPages({
    kind: 'images',
    list: (of, key, call) => of.pictory.listImages(key, call),
    reads: createSharedReads(clock),
    cache,
    cacheTtlMs: 5000,
    clock,
  });
  const read = (key: PageKey | null) => pages.read(tenant, key, operationOn(clock).readCall());

  await read(null);
  expect(cache.size).toBe(1);
  await clock.advance(5001);
  pages.forgetFirst(tenant);
  await read(null);

  expect(cache.size).toBe(1);
});

test('few pages of much text push one another out like many of little', async () => {
  const clock = createManualClock();
  const cache = createPageCache(clock);
  const tenant = tenantOf(new ScriptedList([1]).account);
  let reads = 0;
  const pages = createPages({
    kind: 'images',
    list: async () => {
      reads++;
      return { items: [], nextPageKey: null, sizeBytes: 15_000_000 };
    },
    reads: createSharedReads(clock),
    cache,
    cacheTtlMs: 5000,
    clock,
  });
  const readAll = async () => {
    for (let number = 0; number < 6; number++)
      await pages.read(tenant, `${number}` as PageKey, operationOn(clock).readCall());
  };

  await readAll();
  expect(cache.size).toBe(4);
  await readAll();

  expect(reads).toBe(12);
});
