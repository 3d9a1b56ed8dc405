import { describe, expect, test } from 'vitest';
import { createManualClock } from '../support/manual-clock.ts';
import { OTHER_API_KEY, startSandbox } from '../support/sandbox.ts';
import { ask, type ReplyItem, walk } from './ask.ts';

const IMAGES = '/v1/aistudio/images';
const idsOf = (pages: { id: string }[][]) => pages.flat().map(({ id }) => id);

describe('the simulated lists', () => {
  test.for([1, 7, 33, 100])('a walk in pages of %i meets every item once, newest first', async (pageSize) => {
    await using sandbox = await startSandbox({ imageCount: 134, videoCount: 99, pageSize });

    for (const [path, kind] of [
      [IMAGES, 'images'],
      ['/v1/aistudio/videos', 'videos'],
    ] as const) {
      const pages = await walk(sandbox, path);
      const { items } = sandbox.library()[kind];
      expect(idsOf(pages)).toEqual(items.map(({ id }) => id));
      expect(pages.slice(0, -1).every((page) => page.length === pageSize)).toBe(true);
      const dates = pages.flat().map(({ createdDate }) => createdDate);
      expect(dates).toEqual(dates.toSorted().reverse());
    }
  });

  test('the key of the next page is absent at the end, and null at the end of the jobs', async () => {
    await using sandbox = await startSandbox();

    expect((await ask(sandbox, `GET ${IMAGES}`)).body).not.toHaveProperty('nextPageKey');
    expect((await ask(sandbox, 'GET /v1/jobs')).body.nextPageKey).toBeNull();
  });

  test('every page key has to be percent-encoded, and shows whose list it belongs to', async () => {
    await using sandbox = await startSandbox({ imageCount: 9, pageSize: 1 });
    let query = '';
    for (let page = 1; page < 9; page += 1) {
      const key = (await ask(sandbox, `GET ${IMAGES}${query}`)).body.nextPageKey ?? '';
      expect(key).toMatch(/^(?=.*\+)(?=.*\/).*=$/);
      expect(JSON.parse(atob(key))).toMatchObject({ partitionKey: 'u-4471/images' });
      query = `?nextPageKey=${encodeURIComponent(key)}`;
    }
    const unencoded = decodeURIComponent(query);
    expect((await ask(sandbox, `GET ${IMAGES}${unencoded}`)).status).toBe(400);
  });

  test('a page stays where it is when items arrive on top and when the item before it goes', async () => {
    await using sandbox = await startSandbox({ imageCount: 30, pageSize: 10 });
    const { images, insertImage } = sandbox.library();
    const before = images.items;
    const first = await ask(sandbox, `GET ${IMAGES}`);
    const second = `GET ${IMAGES}?nextPageKey=${encodeURIComponent(first.body.nextPageKey ?? '')}`;

    insertImage();
    insertImage({ createdDate: before[0]?.createdDate });
    images.remove(before[9]?.id ?? '');
    images.remove(before[10]?.id ?? '');

    expect((await ask(sandbox, second)).body.items).toEqual(before.slice(11, 21));
    expect((await ask(sandbox, `GET ${IMAGES}`)).body.items.slice(2)).toEqual(before.slice(0, 8));
  });

  test('what is put on top stays on top, whatever date it bears', async () => {
    const clock = createManualClock();
    await using sandbox = await startSandbox({ clock });
    const library = sandbox.library();

    const now = library.insertImage({ prompt: 'Made now' });
    const earlier = library.insertImage({ id: 'mine', createdDate: '2020-01-01T00:00:00.000Z' });

    const { body } = await ask(sandbox, `GET ${IMAGES}`);
    expect(body.items.slice(0, 2)).toEqual([earlier, now]);
    expect(now.createdDate).toBe(new Date(clock.now()).toISOString());
    expect(earlier.id).toBe('mine');
    expect(() => library.insertImage({ id: 'mine' })).toThrow('There is a mine in this list already.');
    expect(() => library.insertVideo({ createdDate: 'today' })).toThrow('createdDate: Invalid ISO datetime');
  });

  test('a key that is broken, of another list, or of another account is refused', async () => {
    await using sandbox = await startSandbox({ pageSize: 3 });
    const { nextPageKey } = (await ask(sandbox, `GET ${IMAGES}`)).body;
    const key = encodeURIComponent(nextPageKey ?? '');
    const notAPlace = encodeURIComponent(btoa('{"partitionKey":"u-4471/images","generation":1,"place":"x"}'));

    for (const bad of ['x', 'bnVsbA==', btoa('"text"'), key.slice(0, -3), notAPlace]) {
      const { status, body } = await ask(sandbox, `GET ${IMAGES}?nextPageKey=${bad}`);
      expect([status, body]).toEqual([400, { message: 'Invalid nextPageKey' }]);
    }
    expect((await ask(sandbox, `GET /v1/aistudio/videos?nextPageKey=${key}`)).status).toBe(400);
    expect((await ask(sandbox, `GET ${IMAGES}?nextPageKey=${key}`, { key: OTHER_API_KEY })).status).toBe(400);
    expect((await ask(sandbox, `GET ${IMAGES}?nextPageKey=${key}`)).status).toBe(200);
    expect((await ask(sandbox, `GET ${IMAGES}?nextPageKey=`)).status).toBe(200);
  });

  test('expired keys are refused, with the status asked for, and new ones work', async () => {
    await using sandbox = await startSandbox({ pageSize: 3, badPageKeyStatus: 500 });
    const { nextPageKey } = (await ask(sandbox, `GET ${IMAGES}`)).body;

    sandbox.expirePageKeys();

    const expired = await ask(sandbox, `GET ${IMAGES}?nextPageKey=${encodeURIComponent(nextPageKey ?? '')}`);
    expect([expired.status, expired.body]).toEqual([500, { message: 'Internal Server Error' }]);
    expect(idsOf(await walk(sandbox, IMAGES))).toHaveLength(12);
  });

  test('empty pages stand between pages, and at the end, when asked for', async () => {
    await using sandbox = await startSandbox({ imageCount: 9, pageSize: 3, emptyPages: 2 });
    const sizes = async () => (await walk(sandbox, IMAGES)).map((page) => page.length);

    expect(await sizes()).toEqual([3, 0, 0, 3, 0, 0, 3]);

    sandbox.changeSettings({ emptyPages: 0, emptyLastPage: true });
    expect(await sizes()).toEqual([3, 3, 3, 0]);

    sandbox.changeSettings({ pageSize: 4 });
    expect(await sizes()).toEqual([4, 4, 1, 0]);
  });

  test('an ordinary library has some items of equal date; a library of ties has many', async () => {
    await using ordinary = await startSandbox({ imageCount: 345 });
    await using tied = await startSandbox({ imageCount: 345, tieShare: 0.8 });
    const distinct = (sandbox: typeof tied) =>
      new Set(sandbox.library().images.items.map((item) => item.createdDate)).size;

    expect(distinct(ordinary)).toBeGreaterThan(320);
    expect(distinct(ordinary)).toBeLessThan(345);
    expect(distinct(tied)).toBeLessThan(120);
  });

  test('a library out of order is so by no more than was asked for', async () => {
    const disorderMs = 300_000;
    await using sandbox = await startSandbox({ imageCount: 345, disorderMs });
    const dates = sandbox.library().images.items.map(({ createdDate }) => Date.parse(createdDate));

    const worst = Math.max(...dates.map((date, index) => Math.max(...dates.slice(index + 1)) - date));

    expect(worst).toBeGreaterThan(0);
    expect(worst).toBeLessThanOrEqual(disorderMs);
  });

  test('the same seed grows the same library, another one another, and more of it only adds older items', async () => {
    const grow = async (seed: string, imageCount: number) => {
      await using sandbox = await startSandbox({ seed, imageCount });
      const { images, videos } = sandbox.library();
      // The port is another one each time.
      const lists = JSON.stringify([images.items, videos.items]).replaceAll(sandbox.origin, '');
      return JSON.parse(lists) as [ReplyItem[], ReplyItem[]];
    };

    const [images, videos] = await grow('a', 10);
    expect(await grow('a', 10)).toEqual([images, videos]);
    const [moreImages] = await grow('a', 30);
    expect(moreImages.slice(0, 10)).toEqual(images);
    const [otherImages] = await grow('b', 10);
    expect(otherImages).not.toEqual(images);
  });

  test('nothing in a library is from the future', async () => {
    const clock = createManualClock(Date.UTC(2001, 0, 1));
    await using sandbox = await startSandbox({ clock });

    expect(sandbox.library().images.items[0]?.createdDate).toMatch(/^2000-12-31T/);
  });

  test('two accounts have nothing in common', async () => {
    await using sandbox = await startSandbox({
      imageCount: 345,
      videoCount: 120,
      jobCount: 40,
      pageSize: 100,
    });

    for (const path of [IMAGES, '/v1/aistudio/videos']) {
      const mine = new Set(idsOf(await walk(sandbox, path)));
      const theirs = idsOf(await walk(sandbox, path, OTHER_API_KEY));
      expect(theirs.filter((id) => mine.has(id))).toEqual([]);
      expect(theirs.length).toBe(mine.size);
    }
    const [job] = sandbox.jobs('other').list.items;
    expect((await ask(sandbox, `GET /v1/jobs/${job?.id}`)).status).toBe(404);
    expect((await ask(sandbox, `DELETE /v1/jobs/${job?.id}/clean`)).status).toBe(404);
    expect((await ask(sandbox, `GET /v1/jobs/${job?.id}`, { key: OTHER_API_KEY })).status).toBe(200);
  });
});
