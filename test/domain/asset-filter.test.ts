import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import { type AssetFilterInput, createAssetFilter } from '../../src/domain/asset-filter.ts';
import type { Image, Video } from '../../src/domain/library.ts';
import { anImage, aVideo } from '../support/assets.ts';
import { libraryOn, operationOn, tenantOf } from '../support/library.ts';
import { modelOf, ScriptedList } from '../support/scripted-list.ts';

const NOON = Date.UTC(2026, 9, 2, 12);
const MINUTE = 60_000;

function accepts(input: AssetFilterInput, item: Image | Video | null): boolean {
  const filter = createAssetFilter(input, 20);
  if (!filter) throw new Error('nothing is asked for');
  const createdAtMs = item ? Date.parse(item.createdDate) : NOON;
  return filter.accepts({ identity: 'x', createdAtMs, item, problem: null });
}

const image = anImage('i1', {
  prompt: 'Die Straße am Café, ΟΔΟΣ, διαδρομοσαν GROẞE, İSTANBUL',
  model: 'seedream3.0',
  style: 'vintage',
  aspectRatio: '16:9',
  createdDate: '2026-10-02T08:15:27.104Z',
});
const video = aVideo('v1', { model: 'veo3.1' });

describe('a filter', () => {
  test.each<[string, AssetFilterInput, boolean]>([
    ['one of its models', { models: ['veo3.1', 'seedream3.0'] }, true],
    ['none of its models', { models: ['veo3.1', 'Seedream3.0'] }, false],
    ['one of its styles', { styles: ['vintage'] }, true],
    ['another style', { styles: ['cartoon'] }, false],
    ['one of its ratios', { aspectRatios: ['1:1', '16:9'] }, true],
    ['another ratio', { aspectRatios: ['16:10'] }, false],
    ['all that is asked', { models: ['seedream3.0'], styles: ['vintage'], promptContains: 'café' }, true],
    ['all but one', { models: ['seedream3.0'], styles: ['cartoon'], promptContains: 'café' }, false],
    ['its own kind', { kinds: ['image'] }, true],
    ['the other kind', { kinds: ['video'] }, false],
    ['the very date it begins at', { createdAfter: '2026-10-02T08:15:27.104Z' }, true],
    ['a date in another zone', { createdAfter: '2026-10-02T10:15:27.104+02:00' }, true],
    ['a date written as Pictory may write it', { createdAfter: '2026-10-02 10:15:27+0200' }, true],
    ['a date before its beginning', { createdAfter: '2026-10-02T08:15:27.105Z' }, false],
    ['the very date it ends at', { createdBefore: '2026-10-02T08:15:27.104Z' }, false],
    ['a date before its end', { createdBefore: '2026-10-02T08:15:27.105Z' }, true],
    ['the text in other case', { promptContains: 'STRASSE AM CAFÉ' }, true],
    ['the text composed otherwise', { promptContains: 'cafe\u0301' }, true],
    ['a final sigma in other case', { promptContains: 'οδοσ' }, true],
    ['the beginning of a word in other case', { promptContains: 'ΔΙΑΔΡΟΜΟΣ' }, true],
    ['a capital sharp s', { promptContains: 'große' }, true],
    ['a Turkish capital i', { promptContains: 'istanbul' }, true],
    ['no such text', { promptContains: 'Cafe am' }, false],
    ['nulls beside what is asked', { models: null, styles: undefined, promptContains: 'die' }, true],
  ])('takes an image that has %s as it should', (_what, input, expected) => {
    expect(accepts(input, image)).toBe(expected);
  });

  test('by style takes no video, even where videos are asked for', () => {
    expect(accepts({ styles: ['vintage'] }, video)).toBe(false);
    expect(accepts({ styles: ['vintage'], kinds: ['video'] }, video)).toBe(false);
    expect(createAssetFilter({ styles: ['vintage'] }, 20)?.kinds).toEqual(new Set(['image']));
    expect(createAssetFilter({ styles: ['vintage'], kinds: ['video'] }, 20)?.kinds).toEqual(new Set());
  });

  test('takes nothing of which Pictory does not tell what is asked for, nor what cannot be shown', () => {
    const bare = anImage('i2', { prompt: null, model: null, style: null, aspectRatio: null });
    for (const input of [
      { models: ['x'] },
      { styles: ['x'] },
      { aspectRatios: ['x'] },
      { promptContains: 'x' },
    ])
      expect(accepts(input, bare)).toBe(false);
    expect(accepts({ createdAfter: '2026-01-01T00:00:00Z' }, null)).toBe(false);
  });

  test('that asks for nothing is none', () => {
    expect(createAssetFilter(null, 20)).toBeNull();
    expect(createAssetFilter({ models: null, createdAfter: undefined }, 20)).toBeNull();
  });

  test.each<[AssetFilterInput, RegExp]>([
    [{ models: [] }, /^filter\.models is empty/],
    [{ styles: [] }, /^filter\.styles is empty/],
    [{ aspectRatios: [] }, /^filter\.aspectRatios is empty/],
    [{ kinds: [] }, /^filter\.kinds is empty/],
    [{ models: Array.from({ length: 101 }, String) }, /^filter\.models has 101 entries; at most 100/],
    [{ promptContains: '' }, /^filter\.promptContains is empty/],
    [{ promptContains: 'x'.repeat(501) }, /^filter\.promptContains is longer/],
    [{ createdAfter: 'yesterday' }, /^filter\.createdAfter is not a point in time/],
    [{ createdBefore: '2026-13-02T08:15:00Z' }, /^filter\.createdBefore is not a point in time/],
    [
      { createdAfter: '2026-10-02T08:15:00Z', createdBefore: '2026-10-02T10:15:00+02:00' },
      /^filter\.createdBefore is not later than filter\.createdAfter/,
    ],
    [{ createdBefore: '' }, /^filter\.createdBefore is not a point in time/],
  ])('%j is refused by name', (input, message) => {
    expect(() => createAssetFilter(input, 20)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) }),
    );
  });
});

describe('a filtered list', () => {
  const list = (count: number, pageSize: number) => {
    const scripted = new ScriptedList(Array.from({ length: count }, (_, i) => NOON - i * MINUTE));
    scripted.pageSize = pageSize;
    return scripted;
  };
  const ask = (
    scripted: ScriptedList,
    filter: AssetFilterInput,
    { first = 1000, after = null as string | null, filterMaxPages = 20, upstreamCalls = 50 } = {},
  ) =>
    libraryOn(systemClock, { filterMaxPages }).listImages(
      tenantOf(scripted.account),
      { first, after, filter },
      operationOn(systemClock, upstreamCalls),
    );
  const ids = ({ edges }: { edges: readonly { place: { identity: string } }[] }) =>
    edges.map(({ place }) => place.identity);

  test('has what fits, in order, over as many pages as it takes', async () => {
    const scripted = list(30, 5);
    const found = await ask(scripted, { models: ['model-1'] }, { first: 4 });
    expect(ids(found)).toEqual(['image-1', 'image-4', 'image-7', 'image-10']);
    expect(found).toMatchObject({ hasNextPage: true, truncated: false });
    expect(scripted.reads.length).toBe(3);
    const rest = await ask(scripted, { models: ['model-1'] }, { after: found.endCursor });
    expect(ids(rest)).toEqual(scripted.ids.filter((id) => modelOf(id) === 'model-1').slice(4));
    expect(rest).toMatchObject({ hasNextPage: false, truncated: false });
  });

  test('ends at createdAfter, ten minutes late because the order is not exact, and reads no further', async () => {
    const scripted = list(300, 5);
    const createdAfter = new Date(NOON - 12 * MINUTE).toISOString();
    const found = await ask(scripted, { createdAfter });
    expect(ids(found)).toEqual(scripted.ids.slice(0, 13));
    expect(found).toMatchObject({ hasNextPage: false, truncated: false });
    // 13 items fit, and 10 more might have been followed by one that does.
    expect(scripted.reads.length).toBe(Math.ceil((13 + 10 + 1) / 5));
  });

  test('knows that it has ended when the rest of the last page does not fit', async () => {
    const scripted = list(10, 10);
    const found = await ask(scripted, { promptContains: 'image-7' }, { first: 1 });
    expect(ids(found)).toEqual(['image-7']);
    expect(found.hasNextPage).toBe(false);
  });

  test('is cut after FILTER_MAX_PAGES pages, tells so, and goes on there', async () => {
    const scripted = list(100, 2);
    const rare = { promptContains: 'image-77' };
    const cut = await ask(scripted, rare, { filterMaxPages: 20 });
    expect(cut).toMatchObject({ edges: [], truncated: true, hasNextPage: true, startCursor: null });
    expect(scripted.reads.length).toBe(20);
    const found = await ask(scripted, rare, { after: cut.endCursor, filterMaxPages: 20, first: 1 });
    expect(ids(found)).toEqual(['image-77']);
    expect(scripted.reads.length).toBe(20 + 19);
  });

  test('is cut by the calls of the operation, too', async () => {
    const cut = await ask(list(100, 2), { promptContains: 'image-77' }, { upstreamCalls: 6 });
    expect(cut).toMatchObject({ edges: [], truncated: true, hasNextPage: true });
  });

  test('lets others have their turn between pages that are kept', async () => {
    const scripted = list(100, 5);
    const library = libraryOn(systemClock, { cacheTtlMs: 60_000 });
    const look = () =>
      library.listImages(
        tenantOf(scripted.account),
        { first: 1, after: null, filter: { promptContains: 'no such text' } },
        operationOn(systemClock),
      );
    await look();
    let isDone = false;
    const looking = look().finally(() => {
      isDone = true;
    });
    let turns = 0;
    for (; !isDone; turns++) await new Promise(setImmediate);
    await looking;

    expect(scripted.reads.length).toBe(20);
    expect(turns).toBeGreaterThanOrEqual(19);
  });

  test('reads nothing for a filter that is refused', async () => {
    const scripted = list(10, 5);
    await expect(ask(scripted, { models: [] })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(scripted.reads).toEqual([]);
  });
});
