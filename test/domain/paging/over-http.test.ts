import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import type { Image, Video } from '../../../src/domain/library.ts';
import type { Connection } from '../../../src/domain/paging/connection.ts';
import { SAMPLE_API_KEY, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { createPictory } from '../../../src/upstream/pictory/create-pictory.ts';
import { libraryOn, operationOn, tenantOf } from '../../support/library.ts';
import { startSandbox } from '../../support/sandbox.ts';

type Kind = 'images' | 'videos' | 'assets';

/** A library whose pages come over HTTP from the sandbox. */
function openLibrary(sandbox: Sandbox, cacheTtlMs = 0) {
  const pictory = createPictory({
    baseUrl: sandbox.url,
    userAgent: 'pictory-graphql/test',
    timeoutMs: 10_000,
    generateTimeoutMs: 60_000,
    concurrency: 16,
    ratePerMinute: null,
    clock: systemClock,
  });
  const library = libraryOn(systemClock, { cacheTtlMs });
  const tenant = tenantOf(pictory.account(SAMPLE_API_KEY));
  const list = (kind: Kind, first: number, after: string | null): Promise<Connection<Image | Video>> => {
    const operation = operationOn(systemClock, 1000);
    const lists = { images: library.listImages, videos: library.listVideos, assets: library.listAssets };
    return lists[kind](tenant, { first, after }, operation);
  };
  async function walk(
    kind: Kind,
    first: () => number,
    between: (last: string | undefined) => void = () => {},
  ): Promise<string[]> {
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const stretch: Connection<Image | Video> = await list(kind, first(), after);
      seen.push(...stretch.edges.map(({ place }) => place.identity));
      after = stretch.endCursor ?? after;
      if (!stretch.hasNextPage) return seen;
      between(seen.at(-1));
    }
  }
  return { walk, [Symbol.asyncDispose]: () => pictory[Symbol.asyncDispose]() };
}

describe.each(['images', 'videos'] as const)('the %s of an account, over HTTP', (kind) => {
  const countKey = kind === 'images' ? 'imageCount' : 'videoCount';
  const listing = (sandbox: Sandbox) => sandbox.library()[kind];
  const insert = (sandbox: Sandbox, createdDate?: string) => {
    const insertion = createdDate === undefined ? {} : { createdDate };
    return kind === 'images'
      ? sandbox.library().insertImage(insertion)
      : sandbox.library().insertVideo(insertion);
  };

  test('are each returned exactly once, in order, whatever the size of a stretch: 1,234 of them', async () => {
    await using sandbox = await startSandbox({ [countKey]: 1234 });
    const ids = listing(sandbox).items.map(({ id }) => id);
    for (const first of [1, 7, 100, 250, 1000]) {
      await using library = openLibrary(sandbox, 5000);
      sandbox.clearCalls();
      expect(await library.walk(kind, () => first)).toEqual(ids);
      expect(sandbox.calls.length, `calls with first: ${first}`).toBe(13);
    }
  });

  test('cost at most one call per 100 items in stretches of 20, with the default page cache', async () => {
    await using sandbox = await startSandbox({ [countKey]: 1234 });
    await using library = openLibrary(sandbox, 5000);
    await library.walk(kind, () => 20);
    expect(sandbox.calls.length).toBe(13);
  });

  test('are neither repeated nor missed while things are made, removed, tied, emptied and expired', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          count: fc.integer({ min: 1, max: 60 }),
          pageSize: fc.integer({ min: 1, max: 12 }),
          emptyPages: fc.boolean(),
          firsts: fc.infiniteStream(fc.integer({ min: 1, max: 15 })),
          changes: fc.infiniteStream(
            fc.record({
              add: fc.constantFrom(0, 0, 1, 4),
              tie: fc.boolean(),
              removeAnchor: fc.boolean(),
              remove: fc.array(fc.nat(200), { maxLength: 2 }),
              expire: fc.constantFrom(false, false, false, true),
            }),
          ),
        }),
        async ({ count, pageSize, emptyPages, firsts, changes }) => {
          await using sandbox = await startSandbox({
            [countKey]: count,
            pageSize,
            emptyPages: emptyPages ? 1 : 0,
            tieShare: 0.4,
          });
          await using library = openLibrary(sandbox);
          const idsNow = () => listing(sandbox).items.map(({ id }) => id);
          const throughout = new Set(idsNow());
          const seen = await library.walk(
            kind,
            () => firsts.next().value,
            (anchor) => {
              const change = changes.next().value;
              for (let i = 0; i < change.add; i++) {
                insert(sandbox, change.tie ? listing(sandbox).items[0]?.createdDate : undefined);
              }
              const ids = idsNow();
              const doomed = change.remove.map((index: number) => ids[index % ids.length]);
              for (const id of change.removeAnchor ? [...doomed, anchor] : doomed) {
                if (id === undefined) continue;
                listing(sandbox).remove(id);
                throughout.delete(id);
              }
              if (change.expire) sandbox.expirePageKeys();
            },
          );
          expect(new Set(seen).size).toBe(seen.length);
          expect([...throughout].filter((id) => !seen.includes(id))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each([400, 500] as const)(
    'are found again when their page keys have expired and answer %i',
    async (badPageKeyStatus) => {
      await using sandbox = await startSandbox({ [countKey]: 30, pageSize: 10, badPageKeyStatus });
      await using library = openLibrary(sandbox);
      const ids = listing(sandbox).items.map(({ id }) => id);
      expect(
        await library.walk(
          kind,
          () => 7,
          () => sandbox.expirePageKeys(),
        ),
      ).toEqual(ids);
    },
  );
});

describe('the images and videos of an account in one timeline, over HTTP', () => {
  test('are each returned exactly once, in order, whatever the size of a stretch, while things are made: 1,234 and 617', async () => {
    await using sandbox = await startSandbox({ imageCount: 1234, videoCount: 617 });
    const { images, videos } = sandbox.library();
    const timeline = () =>
      [
        ...images.items.map(({ id, createdDate }) => ({ id, createdDate, rank: 0 })),
        ...videos.items.map(({ id, createdDate }) => ({ id, createdDate, rank: 1 })),
      ]
        .sort((a, b) => Date.parse(b.createdDate) - Date.parse(a.createdDate) || a.rank - b.rank)
        .map(({ id }) => id);

    for (const first of [1, 7, 100, 1000]) {
      await using library = openLibrary(sandbox, 5000);
      const ids = timeline();
      sandbox.clearCalls();
      let stretches = 0;
      const seen = await library.walk(
        'assets',
        () => first,
        () => {
          if (stretches++ % 50 > 0) return;
          sandbox.library().insertImage({});
          sandbox.library().insertVideo({});
        },
      );
      expect(seen).toEqual(ids);
      // The first page of each list may be read again when what was kept of it is too old.
      const pages = Math.ceil(images.items.length / 100) + Math.ceil(videos.items.length / 100);
      expect(sandbox.calls.length, `calls with first: ${first}`).toBeLessThanOrEqual(pages + 10);
    }
  });
});
