import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { GatewayError } from '../../../src/domain/errors.ts';
import type { Image } from '../../../src/domain/library.ts';
import { UpstreamError } from '../../../src/upstream/errors.ts';
import { libraryOn, operationOn, tenantOf } from '../../support/library.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { ScriptedList, urlOf } from '../../support/scripted-list.ts';

const NOON = Date.UTC(2026, 9, 2, 12);
const MINUTE = 60_000;

/** Items 20 minutes apart, so that a search by date ends within a page. */
function listOf(count: number, pageSize: number): ScriptedList {
  const list = new ScriptedList(Array.from({ length: count }, (_, i) => NOON - i * 20 * MINUTE));
  list.pageSize = pageSize;
  return list;
}

function desk(
  list: ScriptedList,
  options: { cacheTtlMs?: number; lookupMaxPages?: number } = {},
  clock = systemClock,
) {
  const library = libraryOn(clock, options);
  const tenant = tenantOf(list.account);
  const load = async (...ids: string[]) => names(await library.loadImages(tenant, ids, operationOn(clock)));
  const costOf = async (work: () => Promise<unknown>) => {
    const before = list.reads.length;
    await work();
    return list.reads.length - before;
  };
  return { library, tenant, load, costOf };
}

function names(answers: (Image | null | Error)[]): (string | null)[] {
  return answers.map((answer) => {
    if (answer instanceof Error) return answer instanceof GatewayError ? answer.code : answer.message;
    return answer?.pictoryId ?? null;
  });
}

describe('looking up by id', () => {
  test('answers all ids of a request in order from one walk', async () => {
    const list = listOf(30, 10);
    const { load } = desk(list);
    expect(await load('image-25', 'nothing', 'image-0', 'image-25')).toEqual([
      'image-25',
      null,
      'image-0',
      'image-25',
    ]);
    expect(list.reads.length).toBe(3);
  });

  test('stops walking as soon as everything is found', async () => {
    const list = listOf(30, 10);
    await desk(list).load('image-3', 'image-15');
    expect(list.reads.length).toBe(2);
  });

  test('makes one walk of the lookups of concurrent requests', async () => {
    const list = listOf(30, 10);
    const { load } = desk(list);
    expect(await Promise.all([load('image-25'), load('image-26'), load('nothing')])).toEqual([
      ['image-25'],
      ['image-26'],
      [null],
    ]);
    expect(list.reads.length).toBe(3);
  });

  test('reads what has passed by where it was', async () => {
    const list = listOf(30, 10);
    const { load, costOf } = desk(list);
    await load('image-29');
    expect(await costOf(() => load('image-15'))).toBe(1);
  });

  test('finds what has passed by in a connection', async () => {
    const list = listOf(30, 10);
    const { library, tenant, load, costOf } = desk(list);
    await library.listImages(tenant, { first: 25, after: null }, operationOn(systemClock));
    expect(await costOf(() => load('image-15'))).toBe(1);
  });

  test('follows an item that newer ones have pushed down', async () => {
    const list = listOf(30, 10);
    const { load } = desk(list);
    await load('image-5');
    for (let i = 1; i <= 35; i++) list.addOnTop(NOON + i * 20 * MINUTE);
    expect(await load('image-5')).toEqual(['image-5']);
  });

  test('follows an item whose page key has expired', async () => {
    const list = listOf(30, 10);
    const { load } = desk(list);
    await load('image-25');
    list.expireKeys();
    expect(await load('image-25')).toEqual(['image-25']);
  });

  test('answers null for what has been removed meanwhile', async () => {
    const list = listOf(30, 10);
    const { load } = desk(list);
    await load('image-25');
    list.remove('image-25');
    expect(await load('image-25')).toEqual([null]);
  });

  test('remembers for a minute what is not there', async () => {
    const clock = createManualClock();
    const list = listOf(30, 10);
    const { load, costOf } = desk(list, {}, clock);
    expect(await costOf(() => load('image-99'))).toBe(3);
    expect(await costOf(() => load('image-99'))).toBe(0);
    await clock.advance(61_000);
    expect(await costOf(() => load('image-99'))).toBe(1);
  });

  test('finds what is new on top after a whole walk', async () => {
    const list = listOf(30, 10);
    const { load } = desk(list);
    await load('nothing');
    const fresh = list.addOnTop(NOON + MINUTE);
    expect(await load(fresh)).toEqual([fresh]);
  });

  test('looks again at the whole list once a whole walk is a quarter of an hour old', async () => {
    const clock = createManualClock();
    const list = listOf(30, 10);
    const { load, costOf } = desk(list, {}, clock);
    await load('nothing');
    await clock.advance(16 * MINUTE);
    expect(await costOf(() => load('nothing'))).toBe(3);
  });
});

test('a search whose frontier has expired begins anew from the top', async () => {
  const list = listOf(60, 2);
  const { load } = desk(list, { lookupMaxPages: 5 });
  expect(await load('image-15')).toEqual(['LOOKUP_BUDGET_EXCEEDED']);
  list.expireKeys();
  const answers = [await load('image-15'), await load('image-15'), await load('image-15')];
  expect(answers.flat()).toContain('image-15');
});

test('an id that passes by while another is followed is not missed', async () => {
  const list = listOf(30, 10);
  const { library, tenant, load } = desk(list);
  await load('image-5');
  const both = load('image-5', 'image-25');
  const passing = library.listImages(tenant, { first: 30, after: null }, operationOn(systemClock));
  expect(await both).toEqual(['image-5', 'image-25']);
  expect((await passing).edges.length).toBe(30);
});

describe('the page budget of a lookup', () => {
  test('is told, never a silent null, and repeated lookups converge', async () => {
    const list = listOf(60, 2);
    const { load } = desk(list, { lookupMaxPages: 5 });
    const answers: unknown[] = [];
    for (let i = 0; i < 12 && answers.at(-1) !== 'image-57'; i++) answers.push((await load('image-57'))[0]);
    expect(answers.at(-1)).toBe('image-57');
    expect(answers.slice(0, -1).every((answer) => answer === 'LOOKUP_BUDGET_EXCEEDED')).toBe(true);
    expect(list.reads.length).toBeLessThan(45);
  });

  test('of a single page still gets on', async () => {
    const list = listOf(20, 2);
    const { load } = desk(list, { lookupMaxPages: 1, cacheTtlMs: 60_000 });
    let answers: unknown[] = [];
    for (let i = 0; i < 12 && answers[0] !== 'image-19'; i++) answers = await load('image-19');
    expect(answers).toEqual(['image-19']);
  });

  test('converges too while new items come in', async () => {
    const list = listOf(60, 2);
    const { load } = desk(list, { lookupMaxPages: 5 });
    let answer: unknown = null;
    for (let i = 0; i < 40 && answer !== 'image-57'; i++) {
      list.addOnTop(NOON + (i + 1) * 20 * MINUTE);
      [answer] = await load('image-57');
    }
    expect(answer).toBe('image-57');
  });

  test('leaves the ids that were reached their answers', async () => {
    expect(await desk(listOf(60, 2), { lookupMaxPages: 5 }).load('image-1', 'image-57')).toEqual([
      'image-1',
      'LOOKUP_BUDGET_EXCEEDED',
    ]);
  });

  test('gives a request that joins a walk its own pages', async () => {
    const list = listOf(60, 2);
    const { library, tenant, load } = desk(list, { lookupMaxPages: 20 });
    let second: Promise<(Image | null | Error)[]> | undefined;
    list.fail = () => {
      if (list.reads.length === 15)
        second = library.loadImages(tenant, ['image-55'], operationOn(systemClock));
      return null;
    };
    expect(await load('image-57')).toEqual(['LOOKUP_BUDGET_EXCEEDED']);
    expect(names((await second) ?? [])).toEqual(['image-55']);
    expect(list.reads.length).toBe(28);
  });

  test('ends at the calls of the operation', async () => {
    const list = listOf(60, 2);
    const { library, tenant } = desk(list);
    const answers = await library.loadImages(tenant, ['image-57'], operationOn(systemClock, 3));
    expect(names(answers)).toEqual(['UPSTREAM_CALL_BUDGET_EXCEEDED']);
  });
});

describe('a lookup in trouble', () => {
  test('fails by itself when the list cannot be read', async () => {
    const list = listOf(30, 10);
    const { load } = desk(list);
    list.fail = () => new UpstreamError('timeout', 'no answer');
    expect(await load('image-1', 'image-2')).toEqual(['UPSTREAM_TIMEOUT', 'UPSTREAM_TIMEOUT']);
    list.fail = null;
    expect(await load('image-1')).toEqual(['image-1']);
  });

  test('ends for one who leaves, and goes on for the others', async () => {
    const list = listOf(30, 10);
    const { library, tenant, load } = desk(list);
    const leaver = new AbortController();
    const left = library.loadImages(tenant, ['image-25'], operationOn(systemClock, 50, leaver.signal));
    const stays = load('image-26');
    leaver.abort(new Error('gone'));
    expect((await left)[0]).toMatchObject({ message: 'gone' });
    expect(await stays).toEqual(['image-26']);
  });

  test('ends at the deadline of the request', async () => {
    const clock = createManualClock();
    const list = listOf(3, 10);
    const hanging = { ...list.account, listImages: () => new Promise<never>(() => {}) };
    const library = libraryOn(clock);
    const answer = library.loadImages(tenantOf(hanging), ['image-1'], operationOn(clock));
    await clock.advance(15_000);
    expect(names(await answer)).toEqual(['UPSTREAM_TIMEOUT']);
  });

  test('of one tenant does not answer another', async () => {
    const mine = listOf(3, 10);
    const theirs = new ScriptedList();
    const library = libraryOn(systemClock, { cacheTtlMs: 5000 });
    const ask = (list: ScriptedList, name: string) =>
      library.loadImages(tenantOf(list.account, name), ['image-1'], operationOn(systemClock));
    const [found, notFound] = await Promise.all([ask(mine, 'tenant-1'), ask(theirs, 'tenant-2')]);
    expect([names(found), names(notFound)]).toEqual([['image-1'], [null]]);
  });
});

describe('the asset behind a url', () => {
  test('is looked up like an id', async () => {
    const list = listOf(30, 10);
    const { library, tenant } = desk(list);
    const image = await library.findImageByUrl(tenant, urlOf('image-15'), operationOn(systemClock));
    expect(image?.pictoryId).toBe('image-15');
    expect(
      await library.findImageByUrl(tenant, 'https://cdn.example.net/none.png', operationOn(systemClock)),
    ).toBe(null);
  });

  test('of a job that has just ended is awaited on page one, at 0, 1, 2 and 4 seconds', async () => {
    const clock = createManualClock();
    const list = listOf(3, 10);
    const { library, tenant } = desk(list, { cacheTtlMs: 60_000 }, clock);
    const awaited = library.findImageByUrl(tenant, urlOf('image-3'), operationOn(clock), true);
    await clock.advance(1000);
    expect(list.reads.length).toBe(2);
    list.addOnTop(NOON + MINUTE);
    await clock.advance(2000);
    expect((await awaited)?.pictoryId).toBe('image-3');
    expect(list.reads.length).toBe(3);
  });

  test('of a job that ended long ago is found where it is', async () => {
    const clock = createManualClock();
    const list = listOf(30, 10);
    const { library, tenant } = desk(list, {}, clock);
    const found = library.findImageByUrl(tenant, urlOf('image-25'), operationOn(clock), true);
    await clock.advance(0);
    expect((await found)?.pictoryId).toBe('image-25');
  });

  test('is looked for again as soon as it is asked for again', async () => {
    const list = listOf(3, 10);
    const { library, tenant } = desk(list);
    const find = () => library.findImageByUrl(tenant, urlOf('image-3'), operationOn(systemClock));
    expect(await find()).toBe(null);
    list.addOnTop(NOON + MINUTE);
    expect((await find())?.pictoryId).toBe('image-3');
  });

  test('that is not listed within seven seconds is null', async () => {
    const clock = createManualClock();
    const list = listOf(3, 10);
    const { library, tenant } = desk(list, { cacheTtlMs: 5000 }, clock);
    const awaited = library.findImageByUrl(
      tenant,
      'https://cdn.example.net/none.png',
      operationOn(clock),
      true,
    );
    await clock.advance(7000);
    expect(await awaited).toBe(null);
    expect(list.reads).toEqual([null, null, null, null]);
  });

  test('awaited by a thousand at once costs no more than by one', async () => {
    const clock = createManualClock();
    const list = listOf(3, 10);
    const { library, tenant } = desk(list, { cacheTtlMs: 5000 }, clock);
    const waits = Array.from({ length: 1000 }, () =>
      library.findImageByUrl(tenant, 'https://cdn.example.net/none.png', operationOn(clock), true),
    );
    await clock.advance(7000);
    await Promise.all(waits);
    expect(list.reads.length).toBe(4);
  });
});

test('page keys that go in circles end a search, also when the pages are kept', async () => {
  const circular = {
    ...new ScriptedList().account,
    listImages: () => Promise.resolve({ items: [], nextPageKey: 'again' as never, sizeBytes: 0 }),
  };
  const library = libraryOn(systemClock, { cacheTtlMs: 60_000 });
  const found = await library.loadImages(tenantOf(circular), ['image-1'], operationOn(systemClock));
  expect(names(found)).toEqual(['UPSTREAM_INVALID_RESPONSE']);
});

describe('kept pages', () => {
  test('serve the first page for seconds and older ones for minutes', async () => {
    const clock = createManualClock();
    const list = listOf(30, 10);
    const { library, tenant, costOf } = desk(list, { cacheTtlMs: 5000 }, clock);
    const all = () => library.listImages(tenant, { first: 30, after: null }, operationOn(clock));
    expect(await costOf(all)).toBe(3);
    expect(await costOf(all)).toBe(0);
    await clock.advance(6000);
    expect(await costOf(all)).toBe(1);
  });

  test('let go of the first page when something has been made, also while it is being read', async () => {
    const list = listOf(3, 10);
    const { library, tenant } = desk(list, { cacheTtlMs: 5000 });
    const page = () => library.listImages(tenant, { first: 1, after: null }, operationOn(systemClock));
    const early = page();
    library.forgetFirstPage(tenant, 'image');
    const made = list.addOnTop(NOON + MINUTE);
    const late = await page();
    await early;
    expect([late, await page()].map(({ edges }) => edges[0]?.place.identity)).toEqual([made, made]);
  });

  test('of one kind stay when another kind is forgotten', async () => {
    const list = listOf(3, 10);
    const { library, tenant, costOf } = desk(list, { cacheTtlMs: 5000 });
    const page = () => library.listImages(tenant, { first: 1, after: null }, operationOn(systemClock));
    await page();
    library.forgetFirstPage(tenant, 'video');
    expect(await costOf(page)).toBe(0);
    library.forgetPages(tenant);
    expect(await costOf(page)).toBe(1);
  });

  test('make equal concurrent reads one call, charged to one operation', async () => {
    const list = listOf(3, 10);
    const { library, tenant } = desk(list);
    const operations = [operationOn(systemClock), operationOn(systemClock), operationOn(systemClock)];
    await Promise.all(
      operations.map((operation) => library.listImages(tenant, { first: 2, after: null }, operation)),
    );
    expect(list.reads.length).toBe(1);
    expect(operations.map(({ upstreamCalls }) => upstreamCalls)).toEqual([1, 0, 0]);
  });
});
