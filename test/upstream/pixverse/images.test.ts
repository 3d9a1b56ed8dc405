import { describe, expect, test } from 'vitest';
import { parseImage, parseImageSlice } from '../../../src/upstream/pixverse/images.ts';

const ID = 'user:9042-pixverse:studio@example.org-image:70021533';
const DONE = {
  image_id: ID,
  image_status: 1,
  account_id: 5500117,
  create_mode: 't2i',
  model: 'seedream-4.5',
  prompt: 'Terraced tea fields under fog',
  quality: '1440p',
  aspect_ratio: '3:2',
  seed: 88231,
  image_url: 'https://media.example.net/image/70021533.webp',
  output_width: 2160,
  output_height: 1440,
  customer_img_paths: [],
  customer_img_urls: null,
  queue_data: null,
  created_at: '2026-10-05T07:00:01Z',
  updated_at: '2026-10-05T07:00:14Z',
  water_mark: false,
  image_status_name: 'COMPLETED',
  image_status_final: true,
};

describe('an image', () => {
  test('is read with all that is of use, verbatim', () => {
    expect(parseImage(DONE, ID)).toEqual({
      imageId: ID,
      statusCode: 1,
      statusName: 'COMPLETED',
      isFinal: true,
      url: 'https://media.example.net/image/70021533.webp',
      prompt: 'Terraced tea fields under fog',
      model: 'seedream-4.5',
      quality: '1440p',
      aspectRatio: '3:2',
      width: 2160,
      height: 1440,
      seed: 88231,
      createMode: 't2i',
      referenceImageUrls: null,
      hasWatermark: false,
      createdAt: '2026-10-05T07:00:01Z',
      updatedAt: '2026-10-05T07:00:14Z',
      queue: null,
    });
  });

  test('that is still being made has no size, no address and a place in the queue', () => {
    const queue_data = {
      estimated_gen_time: 12,
      processing_start_time: '2026-10-05T07:00:20Z',
      queue_count: 3,
      queue_time: 4,
    };
    const running = {
      ...DONE,
      image_status: 5,
      image_status_name: 'QUEUED',
      image_status_final: false,
      image_url: '',
      output_width: 0,
      output_height: 0,
      queue_data,
    };
    expect(parseImage(running, ID)).toMatchObject({
      url: null,
      width: null,
      height: null,
      isFinal: false,
      queue: {
        estimatedGenTime: 12,
        processingStartTime: '2026-10-05T07:00:20Z',
        queueCount: 3,
        queueTime: 4,
      },
    });
  });

  test('needs no more than a status, and loses only what cannot be understood', () => {
    const odd = {
      image_status: 42.5,
      image_status_name: 'DREAMING',
      image_status_final: 'soon',
      seed: '17',
      output_width: 'wide',
      customer_img_urls: ['https://a.example/1.png', 7],
      queue_data: { queue_count: '3', estimated_gen_time: {} },
      created_at: 'yesterday',
      surprise: { deep: [] },
    };
    expect(parseImage(odd, ID)).toMatchObject({
      imageId: ID,
      statusCode: null,
      statusName: 'DREAMING',
      isFinal: null,
      seed: 17,
      width: null,
      referenceImageUrls: ['https://a.example/1.png'],
      queue: { queueCount: 3, estimatedGenTime: null, processingStartTime: null, queueTime: null },
      createdAt: null,
    });
  });

  test.each([
    ['a list', []],
    ['nothing but an error', { error: 'Something went wrong' }],
    ['another image', { ...DONE, image_id: `${ID}9` }],
  ])('is not %s', (_, body) => {
    expect(() => parseImage(body, ID)).toThrow(
      expect.objectContaining({ failure: 'invalid-response', message: expect.not.stringContaining('@') }),
    );
  });
});

describe('a stretch of the list', () => {
  test('has the images in order, and the total that is told', () => {
    const { items, total } = parseImageSlice({
      data: [DONE, { ...DONE, image_id: 'x' }],
      next_offset: 50,
      total: 12,
    });
    expect(items.map(({ identity }) => identity)).toEqual([ID, 'x']);
    expect(total).toBe(12);
    expect(parseImageSlice({ data: [] })).toEqual({ items: [], total: null });
    for (const total of [-1, 2 ** 31, 1e300]) expect(parseImageSlice({ data: [], total }).total).toBeNull();
  });

  test('a bad entry costs itself, and is told from its like', () => {
    const { items } = parseImageSlice({
      data: [7, {}, { ...DONE, image_id: '' }, { image_id: 'y'.repeat(301) }, DONE],
    });
    expect(items.map(({ item }) => item?.imageId ?? null)).toEqual([null, null, null, null, ID]);
    expect(new Set(items.map(({ identity }) => identity)).size).toBe(5);
    expect(items[1]?.problem).toBe('useapi.net lists this image without a usable "image_id".');
  });

  test.each([[[]], [{}], [{ data: {} }], [{ data: null, total: 3 }]])('is not %j', (body) => {
    expect(() => parseImageSlice(body)).toThrow(expect.objectContaining({ failure: 'invalid-response' }));
  });
});
