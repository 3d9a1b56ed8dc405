import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { Image } from '../../../src/domain/library.ts';
import type { Connection } from '../../../src/domain/paging/connection.ts';
import { UpstreamError } from '../../../src/upstream/errors.ts';
import { parseImagePage } from '../../../src/upstream/pictory/images.ts';
import type { PictoryAccount } from '../../../src/upstream/pictory/pictory.ts';
import { libraryOn, operationOn, tenantOf } from '../../support/library.ts';
import { ScriptedList, urlOf } from '../../support/scripted-list.ts';

const NOON = Date.UTC(2026, 9, 2, 12);
const MINUTE = 60_000;

function stretch(list: ScriptedList, first: number, after: string | null, upstreamCalls = 50) {
  return libraryOn(systemClock).listImages(
    tenantOf(list.account),
    { first, after },
    operationOn(systemClock, upstreamCalls),
  );
}

function idsOf(connection: Connection<Image>): string[] {
  return connection.edges.map(({ place }) => place.identity);
}

async function walkAll(
  list: ScriptedList,
  first: () => number,
  between: (connection: Connection<Image>) => void = () => {},
): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | null = null, rounds = 0; ; rounds++) {
    if (rounds > 1000) throw new Error('the walk does not end');
    const connection: Connection<Image> = await stretch(list, first(), after, 1000);
    seen.push(...idsOf(connection));
    after = connection.endCursor ?? after;
    if (!connection.hasNextPage) return seen;
    between(connection);
  }
}

/** Dates newest first; steps of 0 make ties. */
const dates = fc
  .array(fc.constantFrom(0, 0, 1, 7 * MINUTE, 30 * MINUTE), { minLength: 1, maxLength: 40 })
  .map((steps) => {
    let date = NOON;
    return steps.map((step) => {
      date -= step;
      return date;
    });
  });

describe('walking a list that changes', () => {
  test('repeats nothing and misses nothing that was there throughout, whatever is added on top or removed', async () => {
    await fc.assert(
      fc.asyncProperty(
        dates,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 2 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 12 })),
        fc.infiniteStream(
          fc.record({
            add: fc.constantFrom(0, 0, 1, 5),
            sameDate: fc.boolean(),
            removeAnchor: fc.boolean(),
            remove: fc.array(fc.nat(200), { maxLength: 3 }),
            expire: fc.constantFrom(false, false, true),
          }),
        ),
        async (createdAt, pageSize, emptyPageEvery, firsts, changes) => {
          const list = new ScriptedList(createdAt);
          list.pageSize = pageSize;
          list.emptyPageEvery = emptyPageEvery;
          const throughout = new Set(list.ids);
          const seen = await walkAll(
            list,
            () => firsts.next().value,
            (connection) => {
              const change = changes.next().value;
              const newest = list.entries[0]?.createdAtMs ?? NOON;
              for (let i = 0; i < change.add; i++) list.addOnTop(newest + (change.sameDate ? 0 : i + 1));
              const doomed = change.remove.map(
                (index: number) => list.ids[index % list.ids.length] as string,
              );
              if (change.removeAnchor) doomed.push(idsOf(connection).at(-1) as string);
              for (const id of doomed) {
                list.remove(id);
                throughout.delete(id);
              }
              if (change.expire) list.expireKeys();
            },
          );
          expect(new Set(seen).size).toBe(seen.length);
          expect([...throughout].filter((id) => !seen.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('keeps its place when dates are up to ten minutes out of order and the anchor goes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4 * MINUTE }), fc.integer({ min: 0, max: 9 * MINUTE })), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 12 })),
        fc.infiniteStream(fc.boolean()),
        async (steps, pageSize, firsts, removals) => {
          let date = NOON;
          const list = new ScriptedList(
            steps.map(([step, jitter]) => {
              date -= step;
              return date + jitter;
            }),
          );
          list.pageSize = pageSize;
          const throughout = new Set(list.ids);
          let passed = 0;
          const seen = await walkAll(
            list,
            () => firsts.next().value,
            (connection) => {
              passed += connection.edges.length;
              const anchor = idsOf(connection).at(-1) as string;
              // The very first item has no neighbour to be found by.
              if (passed < 2 || removals.next().value === false) return;
              list.remove(anchor);
              throughout.delete(anchor);
            },
          );
          expect(new Set(seen).size).toBe(seen.length);
          expect([...throughout].filter((id) => !seen.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('cursors', () => {
  const spaced = () => new ScriptedList(Array.from({ length: 30 }, (_, i) => NOON - i * MINUTE));

  test('name the same place alike, whatever the size of the stretch it was reached by', async () => {
    await fc.assert(
      fc.asyncProperty(
        dates,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 12 }),
        async (createdAt, pageSize, first) => {
          const list = new ScriptedList(createdAt);
          list.pageSize = pageSize;
          const whole = await stretch(list, 1000, null);
          const inSteps: string[] = [];
          for (let after: string | null = null; inSteps.length < createdAt.length; ) {
            const connection: Connection<Image> = await stretch(list, first, after);
            inSteps.push(...connection.edges.map(({ cursor }) => cursor));
            after = connection.endCursor;
          }
          expect(inSteps).toEqual(whole.edges.map(({ cursor }) => cursor));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('do not reach the upstream when they are forged, cut, of another list or of another tenant', async () => {
    const list = spaced();
    const { endCursor } = await stretch(list, 5, null);
    const library = libraryOn(systemClock);
    const tenant = tenantOf(list.account);
    const reads = list.reads.length;
    const refused = [
      library.listImages(tenant, { first: 5, after: 'aGVsbG8' }, operationOn(systemClock)),
      library.listImages(tenant, { first: 5, after: '' }, operationOn(systemClock)),
      library.listImages(
        tenant,
        { first: 5, after: (endCursor as string).slice(0, -2) },
        operationOn(systemClock),
      ),
      library.listVideos(tenant, { first: 5, after: endCursor }, operationOn(systemClock)),
      library.listImages(
        tenantOf(list.account, 'tenant-2'),
        { first: 5, after: endCursor },
        operationOn(systemClock),
      ),
    ];
    for (const attempt of refused) await expect(attempt).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    expect(list.reads.length).toBe(reads);
  });

  test('carry no readable page key or id', async () => {
    const { endCursor } = await stretch(spaced(), 5, null);
    expect(Buffer.from(endCursor as string, 'base64url').toString('latin1')).not.toContain('image-');
  });

  test('whose page key has expired are found again from the top', async () => {
    const list = spaced();
    list.pageSize = 10;
    const { endCursor } = await stretch(list, 25, null);
    list.expireKeys();
    expect(idsOf(await stretch(list, 5, endCursor))).toEqual(list.ids.slice(25));
  });

  test('whose page key has expired and whose place is past the calls of an operation are refused', async () => {
    const list = spaced();
    list.pageSize = 1;
    const { endCursor } = await stretch(list, 25, null);
    list.expireKeys();
    await expect(stretch(list, 5, endCursor, 10)).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });

  test('whose page fails together with the top report that failure', async () => {
    const list = spaced();
    list.pageSize = 10;
    const { endCursor } = await stretch(list, 15, null);
    list.fail = () => new UpstreamError('server-error', 'Internal Server Error', { status: 500 });
    await expect(stretch(list, 5, endCursor)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  test('are found again below hundreds of newer items', async () => {
    const list = spaced();
    const { endCursor } = await stretch(list, 5, null);
    for (let i = 0; i < 450; i++) list.addOnTop(NOON + i * 1000);
    expect(idsOf(await stretch(list, 3, endCursor))).toEqual(['image-5', 'image-6', 'image-7']);
  });
});

describe('a stretch', () => {
  test('says what lies before and behind it', async () => {
    const list = new ScriptedList([NOON, NOON - 1, NOON - 2]);
    const all = await stretch(list, 3, null);
    expect(all).toMatchObject({ hasNextPage: false, hasPreviousPage: false, truncated: false });
    const some = await stretch(list, 1, all.edges[0]?.cursor as string);
    expect(some).toMatchObject({ hasNextPage: true, hasPreviousPage: true, truncated: false });
    expect(some.startCursor).toBe(some.endCursor);
  });

  test('of an empty list has no cursors', async () => {
    expect(await stretch(new ScriptedList(), 20, null)).toMatchObject({
      edges: [],
      hasNextPage: false,
      startCursor: null,
      endCursor: null,
    });
  });

  test('ends where the calls of the operation end, and goes on from there', async () => {
    const list = new ScriptedList(Array.from({ length: 30 }, (_, i) => NOON - i));
    list.pageSize = 2;
    const cut = await stretch(list, 1000, null, 4);
    expect(cut).toMatchObject({ truncated: true, hasNextPage: true });
    expect(idsOf(cut)).toEqual(list.ids.slice(0, 8));
    expect(idsOf(await stretch(list, 1000, cut.endCursor, 50))).toEqual(list.ids.slice(8));
  });

  test('of nothing but empty pages still moves on', async () => {
    const list = new ScriptedList([NOON, NOON - 1]);
    list.emptyPageEvery = 0;
    const account = list.account;
    let empties = 6;
    const emptyFirst = {
      ...account,
      listImages: (...[key, call]: Parameters<typeof account.listImages>) => {
        if (empties === 0) return account.listImages(null, call);
        call.onAttempt?.();
        empties--;
        return Promise.resolve({ items: [], nextPageKey: `empty-${empties}-${key}` as never, sizeBytes: 0 });
      },
    };
    const cut = await libraryOn(systemClock).listImages(
      tenantOf(emptyFirst),
      { first: 5, after: null },
      operationOn(systemClock, 4),
    );
    expect(cut).toMatchObject({ edges: [], truncated: true, hasNextPage: true });
    const rest = await libraryOn(systemClock).listImages(
      tenantOf(emptyFirst),
      { first: 5, after: cut.endCursor },
      operationOn(systemClock, 4),
    );
    expect(idsOf(rest)).toEqual(list.ids);
  });

  test('does not follow page keys in circles', async () => {
    const circular = {
      ...new ScriptedList().account,
      listImages: () => Promise.resolve({ items: [], nextPageKey: 'again' as never, sizeBytes: 0 }),
    };
    const walk = libraryOn(systemClock).listImages(
      tenantOf(circular),
      { first: 5, after: null },
      operationOn(systemClock),
    );
    await expect(walk).rejects.toMatchObject({ code: 'UPSTREAM_INVALID_RESPONSE' });
  });

  test('that cannot read one page for want of calls is an error', async () => {
    const list = new ScriptedList([NOON]);
    await expect(stretch(list, 5, null, 0)).rejects.toMatchObject({ code: 'UPSTREAM_CALL_BUDGET_EXCEEDED' });
  });

  test('repeats nothing when a page repeats the end of the one before', async () => {
    const list = new ScriptedList(Array.from({ length: 6 }, (_, i) => NOON - i));
    const account = list.account;
    const overlapping = {
      ...account,
      listImages: async (...[key, call]: Parameters<typeof account.listImages>) => {
        list.pageSize = 4;
        const page = await account.listImages(null, call);
        list.pageSize = 100;
        const whole = await account.listImages(null, call);
        return key === null
          ? { ...page, nextPageKey: 'second' as never }
          : { items: whole.items.slice(2), nextPageKey: null, sizeBytes: 0 };
      },
    };
    const walk = await libraryOn(systemClock).listImages(
      tenantOf(overlapping),
      { first: 9, after: null },
      operationOn(systemClock),
    );
    expect(idsOf(walk)).toEqual(list.ids);
  });
});

describe('entries that cannot be told apart, or have no date', () => {
  const entry = (id: string, minutesAgo: number | null) => ({
    id,
    url: urlOf(id),
    ...(minutesAgo === null ? {} : { createdDate: new Date(NOON - minutesAgo * MINUTE).toISOString() }),
  });

  /** An account whose images are these pages, as Pictory would send them. Keys of an earlier epoch are refused. */
  function accountOf(pages: readonly unknown[][]) {
    const account = {
      epoch: 0,
      failing: undefined as string | undefined,
      async listImages(key: string | null) {
        const [epoch, number] = key === null ? [account.epoch, 0] : (JSON.parse(key) as [number, number]);
        if (epoch !== account.epoch || key === account.failing)
          throw new UpstreamError('server-error', 'Internal Server Error', { status: 500 });
        const nextPageKey = number + 1 < pages.length ? JSON.stringify([epoch, number + 1]) : null;
        return parseImagePage({ items: pages[number], nextPageKey } as never);
      },
    };
    return account;
  }

  const ask = (account: object, first: number, after: string | null = null) =>
    libraryOn(systemClock).listImages(
      tenantOf(account as PictoryAccount),
      { first, after },
      operationOn(systemClock),
    );

  async function shownOf(account: object, first: number): Promise<(string | null)[]> {
    const shown: (string | null)[] = [];
    for (let after: string | null = null; shown.length < 20; ) {
      const connection: Connection<Image> = await ask(account, first, after);
      shown.push(...connection.edges.map(({ place }) => place.item?.pictoryId ?? null));
      if (!connection.hasNextPage) break;
      after = connection.endCursor;
    }
    return shown;
  }

  test.each([1, 2, 1000])('equal ones come as often as they are listed (first %i)', async (first) => {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id, index) => entry(id, index));

    expect(await shownOf(accountOf([[null, null, a, b]]), first)).toEqual([null, null, 'a', 'b']);
    expect(await shownOf(accountOf([[a, a, b]]), first)).toEqual(['a', 'a', 'b']);
    expect(
      await shownOf(
        accountOf([
          [a, null],
          [b, c, null, d],
        ]),
        first,
      ),
    ).toEqual(['a', null, 'b', 'c', null, 'd']);
  });

  test('a page without dates does not end the search for a place below it', async () => {
    const account = accountOf([[entry('a', 1)], [entry('b', null)], [entry('c', 4)], [entry('d', 60)]]);
    const { endCursor } = await ask(account, 3);
    account.epoch++;

    expect(idsOf(await ask(account, 9, endCursor))).toEqual(['d']);
  });

  test('a page that cannot be read is no circle', async () => {
    const account = accountOf([[entry('a', 1)], [entry('b', 2)], [entry('c', 3)]]);
    account.failing = '[0,2]';

    await expect(ask(account, 9)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true });
  });
});
