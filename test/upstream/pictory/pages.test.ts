import { describe, expect, test } from 'vitest';
import { UpstreamError } from '../../../src/upstream/errors.ts';
import { parseImagePage } from '../../../src/upstream/pictory/images.ts';
import { parseJobPage } from '../../../src/upstream/pictory/jobs.ts';
import { parseVideoPage } from '../../../src/upstream/pictory/videos.ts';

const IMAGE = {
  url: 'https://cdn.example.net/images/i1.png',
  id: 'i1',
  prompt: 'A lighthouse keeper',
  aspectRatio: '9:16',
  createdDate: '2026-10-02T08:15:27.104Z',
  model: 'nanobanana-pro',
  width: 768,
  height: 1376,
  style: 'vintage',
  referenceImageUrl: 'https://assets.example.org/lamp.jpg',
};
const VIDEO = {
  url: 'https://cdn.example.net/videos/v1.mp4',
  id: '2026100209111873402aa61c0de9f4b75',
  prompt: 'Slow push in',
  aspectRatio: '4:3',
  createdDate: '2026-10-02T09:11:18.734Z',
  model: 'pixverse5.5',
  width: 960,
  height: 720,
  duration: '10s',
  previewImageUrl: 'https://cdn.example.net/p.jpg',
  thumbnailImageUrl: 'https://cdn.example.net/t.jpg',
  lastFrameImageUrl: 'https://cdn.example.net/l.png',
  firstFrameImageUrl: 'https://assets.example.org/f.png',
  referenceImageUrls: ['https://assets.example.org/a.jpg', 7, 'https://assets.example.org/b.jpg'],
};

describe('an image', () => {
  test('comes with every field, verbatim', () => {
    expect(parseImagePage({ items: [IMAGE] }).items).toMatchObject([
      {
        identity: 'i1',
        createdAtMs: Date.UTC(2026, 9, 2, 8, 15, 27, 104),
        problem: null,
        item: {
          kind: 'image',
          pictoryId: 'i1',
          url: IMAGE.url,
          createdDate: IMAGE.createdDate,
          prompt: IMAGE.prompt,
          model: IMAGE.model,
          aspectRatio: IMAGE.aspectRatio,
          width: 768,
          height: 1376,
          style: 'vintage',
          referenceImageUrl: IMAGE.referenceImageUrl,
        },
      },
    ]);
  });

  test('needs only id, url and date', () => {
    const { id, url, createdDate } = IMAGE;
    expect(parseImagePage({ items: [{ id, url, createdDate }] }).items[0]?.item).toEqual({
      kind: 'image',
      pictoryId: id,
      url,
      createdDate,
      prompt: null,
      model: null,
      aspectRatio: null,
      width: null,
      height: null,
      style: null,
      referenceImageUrl: null,
    });
  });

  test('survives unknown fields, and optional fields of another type', () => {
    const odd = {
      ...IMAGE,
      upscaled: { by: 2 },
      prompt: 4,
      model: null,
      style: ['x'],
      width: '768',
      height: 1375.6,
    };
    const [entry] = parseImagePage({ items: [odd], page: 1 }).items;
    expect(entry?.item).toMatchObject({ prompt: null, model: null, style: null, width: 768, height: 1376 });
  });

  test.each([
    [-1, null],
    [1e12, null],
    ['wide', null],
    ['', null],
    [0, 0],
  ])('of width %j has the width %j', (width, expected) => {
    expect(parseImagePage({ items: [{ ...IMAGE, width }] }).items[0]?.item?.width).toBe(expected);
  });

  test.each([
    [{ url: undefined }, '"url"'],
    [{ url: 12 }, '"url"'],
    [{ id: '' }, '"id"'],
    [{ id: null, url: '' }, '"id", "url"'],
    [{ createdDate: 'yesterday' }, '"createdDate"'],
    [{ createdDate: 1_790_928_927_104 }, '"createdDate"'],
  ])('with %j has no item and a problem that names %s', (change, names) => {
    const [entry] = parseImagePage({ items: [{ ...IMAGE, ...change }] }).items;
    expect(entry).toMatchObject({
      item: null,
      problem: `Pictory lists this item without a usable ${names}.`,
    });
  });

  test('that is no object costs itself, not its page', () => {
    const page = parseImagePage({ items: ['gone', IMAGE, null] });
    expect(page.items.map(({ item }) => item?.pictoryId ?? null)).toEqual([null, 'i1', null]);
    expect(page.items[0]?.problem).toBe('Pictory lists something here that is not an object.');
  });
});

describe('a video', () => {
  test('comes with every field, verbatim', () => {
    expect(parseVideoPage({ items: [VIDEO] }).items[0]).toMatchObject({
      identity: VIDEO.id,
      createdAtMs: Date.parse(VIDEO.createdDate),
      problem: null,
      item: {
        kind: 'video',
        pictoryId: VIDEO.id,
        url: VIDEO.url,
        createdDate: VIDEO.createdDate,
        prompt: VIDEO.prompt,
        model: VIDEO.model,
        aspectRatio: '4:3',
        width: 960,
        height: 720,
        duration: '10s',
        previewImageUrl: VIDEO.previewImageUrl,
        thumbnailImageUrl: VIDEO.thumbnailImageUrl,
        lastFrameImageUrl: VIDEO.lastFrameImageUrl,
        firstFrameImageUrl: VIDEO.firstFrameImageUrl,
        referenceImageUrls: ['https://assets.example.org/a.jpg', 'https://assets.example.org/b.jpg'],
        extendVideoUrl: null,
      },
    });
  });

  test('without its own media inputs has none', () => {
    const { firstFrameImageUrl: _, referenceImageUrls: __, ...plain } = VIDEO;
    expect(parseVideoPage({ items: [plain] }).items[0]?.item).toMatchObject({
      firstFrameImageUrl: null,
      referenceImageUrls: null,
      extendVideoUrl: null,
    });
  });
});

describe('a listed job', () => {
  test.each([
    [{ job_id: 'j1', data: { status: 'completed' } }],
    [{ jobId: 'j1', data: { status: 'completed' } }],
    [{ data: { jobId: 'j1', status: 'completed' } }],
    [{ data: { job_id: 'j1', status: 'completed' } }],
  ])('%j has its id', (entry) => {
    expect(parseJobPage({ items: [entry] }).items[0]).toMatchObject({
      identity: 'j1',
      createdAtMs: 0,
      item: { jobId: 'j1', pictoryStatus: 'completed' },
      problem: null,
    });
  });

  test.each([
    [{ job_id: 'j1', createdDate: '2026-10-02T08:15:27Z', data: { status: 'x' } }],
    [{ data: { jobId: 'j1', status: 'x', createdAt: '2026-10-02T08:15:27.000+00:00' } }],
    [{ data: { jobId: 'j1', status: 'x', created_at: '2026-10-02 08:15:27' } }],
  ])('%j has its date', (entry) => {
    expect(parseJobPage({ items: [entry] }).items[0]?.createdAtMs).toBe(Date.UTC(2026, 9, 2, 8, 15, 27));
  });

  test('without id or status has no item, and keeps what identity it has', () => {
    const page = parseJobPage({
      items: [{ data: { status: 'completed' } }, { job_id: 'j2', success: true }],
    });
    expect(page.items).toMatchObject([
      {
        identity: expect.stringMatching(/^json:/),
        item: null,
        problem: 'Pictory lists this job without an id.',
      },
      { identity: 'j2', item: null, problem: 'Pictory lists this job without a status.' },
    ]);
  });
});

describe('every list', () => {
  test.each([[{ items: [] }], [{ items: [], nextPageKey: null }], [{ items: [], nextPageKey: '' }]])(
    'ends with %j',
    (body) => {
      for (const parse of [parseImagePage, parseVideoPage, parseJobPage]) {
        expect(parse(body)).toEqual({ items: [], nextPageKey: null });
      }
    },
  );

  test('goes on with a nextPageKey, verbatim', () => {
    expect(parseImagePage({ items: [], nextPageKey: 'a+b/c=&#?é' }).nextPageKey).toBe('a+b/c=&#?é');
  });

  test.each([
    [{}],
    [{ items: null }],
    [{ items: { 0: IMAGE } }],
    [{ items: 'none' }],
    [[IMAGE]],
    [{ success: false, error: { error_message: 'Told by the API' } }],
    [{ items: [], nextPageKey: 7 }],
    [{ items: [], nextPageKey: { key: 'x' } }],
  ])('is not %j', (body) => {
    for (const parse of [parseImagePage, parseVideoPage, parseJobPage]) {
      const parsing = () => parse(body);
      expect(parsing).toThrow(UpstreamError);
      expect(parsing).toThrow(expect.objectContaining({ failure: 'invalid-response', status: 200 }));
      expect(parsing).not.toThrow(/Told by the API/);
    }
  });

  test('names an item without id by a hash of its JSON: another for another, and a number for the same again', () => {
    const { id: _, ...nameless } = IMAGE;
    const [a, b, c] = parseImagePage({ items: [nameless, { ...nameless }, { ...nameless, width: 1 }] }).items;
    expect(a?.identity).toMatch(/^json:[\w-]{43}$/);
    expect(b?.identity).toBe(`${a?.identity} 2`);
    expect(c?.identity).not.toBe(a?.identity);
  });

  test('stands when an item without id is nested too deeply to be printed', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    const { items } = parseImagePage({ items: [{ deep }, IMAGE] });
    expect(items.map(({ item }) => item?.pictoryId ?? null)).toEqual([null, IMAGE.id]);
  });

  test('lends an item without a date that of the item before, and at the top that of the next', () => {
    const at = (createdDate: string | null) => ({ ...IMAGE, createdDate });
    const dates = [null, null, '2026-10-02T10:00:00Z', null, '2026-10-02T09:00:00Z', 'never'];
    const { items } = parseImagePage({ items: dates.map(at) });
    const hours = items.map(({ createdAtMs }) => new Date(createdAtMs).getUTCHours());
    expect(hours).toEqual([10, 10, 10, 10, 9, 9]);
  });

  test('has the date 0 where no item has any', () => {
    expect(parseImagePage({ items: [{ ...IMAGE, createdDate: 5 }] }).items[0]?.createdAtMs).toBe(0);
  });

  test.each([
    ['2026-10-02', Date.UTC(2026, 9, 2)],
    ['2026-10-02T08:15', Date.UTC(2026, 9, 2, 8, 15)],
    ['2026-10-02T08:15:27', Date.UTC(2026, 9, 2, 8, 15, 27)],
    ['2026-10-02T08:15:27.104123Z', Date.UTC(2026, 9, 2, 8, 15, 27, 104)],
    ['2026-10-02T10:15:27+02:00', Date.UTC(2026, 9, 2, 8, 15, 27)],
  ])('reads the date %s, in UTC where it names no zone', (createdDate, expected) => {
    const [entry] = parseImagePage({ items: [{ ...IMAGE, createdDate }] }).items;
    expect(entry).toMatchObject({ createdAtMs: expected, item: { createdDate } });
  });
});
