import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { AssetFilterInput } from '../../src/domain/asset-filter.ts';
import type { Image, Video } from '../../src/domain/library.ts';
import type { Connection } from '../../src/domain/paging/connection.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import type { PictoryAccount } from '../../src/upstream/pictory/pictory.ts';
import { libraryOn, operationOn, tenantOf } from '../support/library.ts';
import { modelOf, ScriptedList } from '../support/scripted-list.ts';

const NOON = Date.UTC(2026, 9, 2, 12);
const MINUTE = 60_000;

type Asset = Image | Video;

/** The two lists of one account. */
class Lists {
  readonly images: ScriptedList;
  readonly videos: ScriptedList;

  constructor(imageDates: readonly number[], videoDates: readonly number[]) {
    this.images = new ScriptedList(imageDates);
    this.videos = new ScriptedList(videoDates, 'video');
  }

  get both(): ScriptedList[] {
    return [this.images, this.videos];
  }

  get account(): PictoryAccount {
    return { ...this.images.account, ...this.videos.account };
  }

  /** What the timeline has to be: by the lowest date down to each item, images first. */
  get timeline(): string[] {
    return this.both
      .flatMap(({ entries }, rank) => {
        let lowestMs = Number.POSITIVE_INFINITY;
        return entries
          .filter(({ gone }) => !gone)
          .map(({ id, createdAtMs }, index) => {
            lowestMs = Math.min(lowestMs, createdAtMs);
            return { id, lowestMs, rank, index };
          });
      })
      .sort((a, b) => b.lowestMs - a.lowestMs || a.rank - b.rank || a.index - b.index)
      .map(({ id }) => id);
  }
}

interface Ask {
  first: number;
  after?: string | null;
  filter?: AssetFilterInput | null;
  upstreamCalls?: number;
  filterMaxPages?: number;
}

function stretch(lists: Lists, { first, after = null, filter, upstreamCalls = 1000, ...options }: Ask) {
  return libraryOn(systemClock, options).listAssets(
    tenantOf(lists.account),
    { first, after, filter },
    operationOn(systemClock, upstreamCalls),
  );
}

function idsOf(connection: Connection<Asset>): string[] {
  return connection.edges.map(({ place }) => place.identity);
}

async function walkAll(
  lists: Lists,
  ask: () => Omit<Ask, 'after'>,
  between: (connection: Connection<Asset>) => void = () => {},
): Promise<string[]> {
  const seen: string[] = [];
  for (let after: string | null = null, rounds = 0; ; rounds++) {
    if (rounds > 1000) throw new Error('the walk does not end');
    const connection: Connection<Asset> = await stretch(lists, { ...ask(), after });
    seen.push(...idsOf(connection));
    after = connection.endCursor ?? after;
    if (!connection.hasNextPage) return seen;
    between(connection);
  }
}

/** Dates newest first; steps of 0 make ties, also between the two lists. */
const dates = fc.array(fc.constantFrom(0, 0, 1, 7 * MINUTE, 30 * MINUTE), { maxLength: 30 }).map((steps) => {
  let date = NOON;
  return steps.map((step) => {
    date -= step;
    return date;
  });
});

const paging = fc.record({
  pageSize: fc.integer({ min: 1, max: 9 }),
  emptyPageEvery: fc.constantFrom(0, 1, 2),
});

const firsts = fc.infiniteStream(fc.integer({ min: 1, max: 12 }));

function listsOf(
  imageDates: number[],
  videoDates: number[],
  pages: { pageSize: number; emptyPageEvery: number },
) {
  const lists = new Lists(imageDates, videoDates);
  for (const list of lists.both) Object.assign(list, pages);
  return lists;
}

describe('images and videos in one timeline', () => {
  test('come each once, in order, while newer ones are made', async () => {
    await fc.assert(
      fc.asyncProperty(
        dates,
        dates,
        paging,
        firsts,
        fc.infiniteStream(fc.record({ images: fc.nat(2), videos: fc.nat(2), expire: fc.boolean() })),
        async (imageDates, videoDates, pages, sizes, changes) => {
          const lists = listsOf(imageDates, videoDates, pages);
          const { timeline } = lists;
          let newest = NOON;
          const seen = await walkAll(
            lists,
            () => ({ first: sizes.next().value }),
            () => {
              const change = changes.next().value;
              // A list that had nothing when the walk began shows what is made in it later.
              if (imageDates.length > 0)
                for (let i = 0; i < change.images; i++) lists.images.addOnTop(++newest);
              if (videoDates.length > 0)
                for (let i = 0; i < change.videos; i++) lists.videos.addOnTop(++newest);
              if (change.expire) for (const list of lists.both) list.expireKeys();
            },
          );
          expect(seen).toEqual(timeline);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('repeat nothing and miss nothing that was there throughout, whatever goes, ties, or is cut short', async () => {
    await fc.assert(
      fc.asyncProperty(
        dates,
        dates,
        paging,
        firsts,
        fc.infiniteStream(
          fc.record({
            add: fc.constantFrom(0, 0, 1, 5),
            sameDate: fc.boolean(),
            removeAnchor: fc.boolean(),
            remove: fc.array(fc.nat(200), { maxLength: 3 }),
            expire: fc.constantFrom(false, false, true),
            filterMaxPages: fc.integer({ min: 2, max: 6 }),
          }),
        ),
        async (imageDates, videoDates, pages, sizes, changes) => {
          const lists = listsOf(imageDates, videoDates, pages);
          const throughout = new Set(lists.timeline);
          const seen = await walkAll(
            lists,
            () => ({
              first: sizes.next().value,
              // Accepts everything, and so only cuts the walk.
              filter: { createdAfter: '2000-01-01T00:00:00Z' },
              filterMaxPages: changes.next().value.filterMaxPages,
            }),
            (connection) => {
              const change = changes.next().value;
              for (const list of lists.both) {
                const newest = list.entries[0]?.createdAtMs ?? NOON;
                for (let i = 0; i < change.add; i++) list.addOnTop(newest + (change.sameDate ? 0 : i + 1));
                const doomed = change.remove.map((index: number) => list.ids[index % list.ids.length] ?? '');
                if (change.removeAnchor) doomed.push(idsOf(connection).at(-1) ?? '');
                for (const id of doomed) {
                  list.remove(id);
                  throughout.delete(id);
                }
                if (change.expire) list.expireKeys();
              }
            },
          );
          expect(new Set(seen).size).toBe(seen.length);
          expect([...throughout].filter((id) => !seen.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('go on behind the same place under any other filter', async () => {
    const filters: readonly { input: AssetFilterInput | null; accepts: (id: string) => boolean }[] = [
      { input: null, accepts: () => true },
      { input: { kinds: ['image'] }, accepts: (id) => id.startsWith('image') },
      { input: { kinds: ['video'] }, accepts: (id) => id.startsWith('video') },
      { input: { models: ['model-1'] }, accepts: (id) => modelOf(id) === 'model-1' },
      { input: { promptContains: 'VIDEO-1' }, accepts: (id) => id.startsWith('video-1') },
    ];
    await fc.assert(
      fc.asyncProperty(
        dates,
        dates,
        paging,
        firsts,
        fc.infiniteStream(fc.constantFrom(...filters)),
        async (imageDates, videoDates, pages, sizes, choices) => {
          const lists = listsOf(imageDates, videoDates, pages);
          let left = lists.timeline;
          for (let after: string | null = null; ; ) {
            const first = sizes.next().value;
            const { input, accepts } = choices.next().value;
            const connection: Connection<Asset> = await stretch(lists, {
              first,
              after,
              filter: input,
              filterMaxPages: 1000,
            });

            expect(idsOf(connection)).toEqual(left.filter(accepts).slice(0, first));

            const last = idsOf(connection).at(-1);
            if (last === undefined) return;
            left = left.slice(left.indexOf(last) + 1);
            after = connection.endCursor;
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('leave behind the images of the date of a video that was passed', async () => {
    const lists = new Lists([NOON, NOON, NOON - 1], [NOON, NOON - 2]);
    const { endCursor: first } = await stretch(lists, { first: 1 });
    const { endCursor } = await stretch(lists, { first: 1, after: first, filter: { kinds: ['video'] } });

    expect(idsOf(await stretch(lists, { first: 9, after: endCursor }))).toEqual(['image-2', 'video-1']);
  });

  test('have the same cursor at the same place, whatever the size of the stretch it was reached by', async () => {
    await fc.assert(
      fc.asyncProperty(
        dates,
        dates,
        paging,
        fc.integer({ min: 1, max: 12 }),
        async (images, videos, pages, first) => {
          const lists = listsOf(images, videos, pages);
          const whole = await stretch(lists, { first: 1000 });
          const inSteps: string[] = [];
          for (let after: string | null = null; inSteps.length < images.length + videos.length; ) {
            const connection: Connection<Asset> = await stretch(lists, { first, after });
            inSteps.push(...connection.edges.map(({ cursor }) => cursor));
            after = connection.endCursor;
          }
          expect(inSteps).toEqual(whole.edges.map(({ cursor }) => cursor));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('are ordered by the lowest date down to each, where a list is out of order', async () => {
    const lists = new Lists([NOON, NOON - 5 * MINUTE, NOON - MINUTE], [NOON - 2 * MINUTE, NOON - 6 * MINUTE]);
    expect(idsOf(await stretch(lists, { first: 9 }))).toEqual([
      'image-0',
      'video-0',
      'image-1',
      'image-2',
      'video-1',
    ]);
  });

  test('go on before what follows the first item of a list, when that is gone and the order not exact', async () => {
    const lists = new Lists([NOON + 60 * MINUTE], [NOON, NOON + 5 * MINUTE, NOON - 30 * MINUTE]);
    const { endCursor } = await stretch(lists, { first: 1 });
    lists.videos.remove('video-0');
    lists.videos.addOnTop(NOON + 90 * MINUTE);

    expect(idsOf(await stretch(lists, { first: 9, after: endCursor }))).toEqual(['video-1', 'video-2']);
  });

  test('fail as a whole when either list fails', async () => {
    const lists = new Lists([NOON], [NOON]);
    lists.videos.fail = () => new UpstreamError('server-error', 'Internal Server Error', { status: 500 });
    await expect(stretch(lists, { first: 1 })).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
  });

  test('are as many as could be put in order when the calls of the operation end', async () => {
    const dates = Array.from({ length: 20 }, (_, i) => NOON - i * MINUTE);
    const lists = new Lists(dates, dates);
    for (const list of lists.both) list.pageSize = 2;
    const cut = await stretch(lists, { first: 1000, upstreamCalls: 5 });
    expect(cut).toMatchObject({ truncated: true, hasNextPage: true });
    expect(idsOf(cut)).toEqual(lists.timeline.slice(0, 8));
    expect(idsOf(await stretch(lists, { first: 1000, after: cut.endCursor }))).toEqual(
      lists.timeline.slice(8),
    );
  });

  test('cost a list that is at its end no further call', async () => {
    const lists = new Lists([NOON, NOON - 1, NOON - 2], [NOON]);
    const { endCursor } = await stretch(lists, { first: 3 });
    const reads = lists.videos.reads.length;
    expect(idsOf(await stretch(lists, { first: 3, after: endCursor }))).toEqual(['image-2']);
    expect(lists.videos.reads.length).toBe(reads);
  });
});

describe('a cursor of the timeline', () => {
  const lists = () => new Lists([NOON, NOON - 2], [NOON - 1, NOON - 3]);

  test("is of no use to another tenant or another list, nor another list's to it", async () => {
    const own = lists();
    const library = libraryOn(systemClock);
    const tenant = tenantOf(own.account);
    const { endCursor } = await stretch(own, { first: 2 });
    const images = await library.listImages(tenant, { first: 1, after: null }, operationOn(systemClock));
    const reads = own.images.reads.length + own.videos.reads.length;
    const refused = [
      library.listAssets(
        tenantOf(own.account, 'tenant-2'),
        { first: 1, after: endCursor },
        operationOn(systemClock),
      ),
      library.listImages(tenant, { first: 1, after: endCursor }, operationOn(systemClock)),
      library.listAssets(tenant, { first: 1, after: images.endCursor }, operationOn(systemClock)),
      library.listAssets(tenant, { first: 1, after: 'aGVsbG8' }, operationOn(systemClock)),
    ];
    for (const attempt of refused) await expect(attempt).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    expect(own.images.reads.length + own.videos.reads.length).toBe(reads);
  });
});
