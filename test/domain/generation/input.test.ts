import { describe, expect, test } from 'vitest';
import { createCatalogue } from '../../../src/domain/generation/catalogue.ts';
import type { ImageInput, VideoInput, VideoSource } from '../../../src/domain/generation/generation.ts';
import { checkImageInput, checkVideoInput, inputPathOf } from '../../../src/domain/generation/input.ts';

const catalogue = createCatalogue();
const prompt = 'A lighthouse at dusk';
const url = 'https://assets.example.org/a.png';

const image = (input: Partial<ImageInput>, allowPrivateUrls = false) =>
  checkImageInput({ prompt, ...input }, catalogue, { allowPrivateUrls });
const video = (input: Partial<VideoInput>) =>
  checkVideoInput({ prompt, ...input }, catalogue, { allowPrivateUrls: false });
const imagePaths = (input: Partial<ImageInput>) => image(input).issues?.map(({ path }) => path.join('.'));
const videoPaths = (input: Partial<VideoInput>) => video(input).issues?.map(({ path }) => path.join('.'));

describe('an image request', () => {
  test('always names its model, and nothing else that was not asked for', () => {
    expect(image({ aspectRatio: null, style: undefined }).order).toEqual({
      purchase: { kind: 'IMAGE', request: { prompt, model: 'seedream3.0' } },
      credits: 2,
      continueVideo: null,
    });
  });

  test('carries what was asked for verbatim', () => {
    const asked = {
      prompt: '  a lighthouse  ',
      model: 'flux-schnell',
      aspectRatio: '9:16',
      style: 'vintage',
      referenceImageUrl: 'HTTPS://Assets.example.org/ä.png?b=%7e',
      webhook: 'https://hooks.example.org',
    };
    expect(image(asked).order?.purchase.request).toEqual(asked);
    expect(image(asked).order?.credits).toBe(0.6);
  });

  test('leaves the key and the limit out of what is sent', () => {
    const { order } = image({ idempotencyKey: 'order-7', maxCredits: 2 });
    expect(order?.purchase.request).toEqual({ prompt, model: 'seedream3.0' });
  });
});

describe('a video request', () => {
  test('always names its model and duration: the model’s first when none is asked for', () => {
    expect(video({}).order).toEqual({
      purchase: { kind: 'VIDEO', request: { prompt, model: 'pixverse5.5', duration: '5s' } },
      credits: 8,
      continueVideo: null,
    });
    expect(video({ model: 'veo3.1_fast' }).order).toMatchObject({
      purchase: { request: { duration: '4s' } },
      credits: 40,
    });
  });

  test.each<[string, VideoSource]>([
    ['firstFrameImageUrl', { firstFrameImageUrl: url }],
    ['extendVideoUrl', { extendVideoUrl: url, firstFrameImageUrl: null }],
    ['referenceImageUrls', { referenceImageUrls: [url, url, url] }],
  ])('carries its source %s', (_name, source) => {
    const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== null));
    expect(video({ source, aspectRatio: '3:4' }).order?.purchase.request).toEqual({
      prompt,
      model: 'pixverse5.5',
      duration: '5s',
      aspectRatio: '3:4',
      ...given,
    });
  });

  test('keeps the id of what it continues beside the request', () => {
    const { order } = video({ source: { continueVideo: 'Video:abc' } });
    expect(order?.continueVideo).toBe('Video:abc');
    expect(order?.purchase.request).toEqual({ prompt, model: 'pixverse5.5', duration: '5s' });
  });
});

describe('a prompt', () => {
  test.each([
    ['5 characters', 'abcde'],
    ['5,000 characters', 'a'.repeat(5000)],
    ['5 spaces, which are not trimmed', '     '],
    ['5,000 emoji, counted in code points', '🌊'.repeat(5000)],
    ['5 emoji', '🌊'.repeat(5)],
  ])('of %s is taken', (_length, text) => {
    expect(image({ prompt: text }).issues).toBeNull();
    expect(video({ prompt: text }).issues).toBeNull();
  });

  test.each([
    ['none', ''],
    ['4 characters', 'abcd'],
    ['4 emoji, though they are 8 UTF-16 units', '🌊'.repeat(4)],
    ['5,001 characters', 'a'.repeat(5001)],
    ['half a surrogate pair', 'abcde\ud83c'],
  ])('of %s is refused', (_length, text) => {
    expect(imagePaths({ prompt: text })).toEqual(['prompt']);
    expect(videoPaths({ prompt: text })).toEqual(['prompt']);
  });
});

describe('a choice outside the catalogue', () => {
  test('is refused naming the accepted ones', () => {
    expect(image({ model: 'dall-e' }).issues).toEqual([
      {
        path: ['model'],
        message: 'There is no such model; choose an accepted one or leave it out.',
        accepted: ['seedream3.0', 'flux-schnell', 'nanobanana', 'nanobanana-pro'],
      },
    ]);
    expect(image({ aspectRatio: '4:3' }).issues).toMatchObject([
      { path: ['aspectRatio'], accepted: ['1:1', '16:9', '9:16'] },
    ]);
    expect(image({ style: 'baroque' }).issues?.[0]).toMatchObject({ path: ['style'] });
  });

  test('is judged by the chosen model', () => {
    expect(video({ aspectRatio: '1:1', duration: '10s' }).issues).toBeNull();
    expect(video({ model: 'veo3.1', aspectRatio: '1:1', duration: '10s' }).issues).toMatchObject([
      { path: ['aspectRatio'], accepted: ['16:9', '9:16'] },
      { path: ['duration'], accepted: ['4s', '6s', '8s'] },
    ]);
  });

  test('is told beside an unknown model when no model at all takes it', () => {
    expect(videoPaths({ model: 'veo9', aspectRatio: '4:3', duration: '6s' })).toEqual(['model']);
    expect(videoPaths({ model: 'veo9', aspectRatio: '2:1', duration: '7s' })).toEqual([
      'model',
      'aspectRatio',
      'duration',
    ]);
  });

  test('includes the empty text', () => {
    expect(imagePaths({ model: '', aspectRatio: '', style: '', referenceImageUrl: '', webhook: '' })).toEqual(
      ['webhook', 'model', 'aspectRatio', 'style', 'referenceImageUrl'],
    );
    expect(videoPaths({ duration: '' })).toEqual(['duration']);
  });

  test('is matched to the letter', () => {
    expect(imagePaths({ style: 'Vintage', aspectRatio: '16:9 ' })).toEqual(['aspectRatio', 'style']);
  });
});

describe('a video source', () => {
  test('is exactly one of the four', () => {
    const accepted = ['firstFrameImageUrl', 'extendVideoUrl', 'referenceImageUrls', 'continueVideo'];
    expect(video({ source: {} }).issues).toMatchObject([{ path: ['source'], accepted }]);
    expect(video({ source: { firstFrameImageUrl: null, continueVideo: null } }).issues).toMatchObject([
      { path: ['source'], accepted },
    ]);
    expect(video({ source: { firstFrameImageUrl: url, continueVideo: 'Video:a' } }).issues).toMatchObject([
      { path: ['source'], accepted },
    ]);
  });

  test('is checked part by part even when it is not one', () => {
    expect(
      videoPaths({
        source: { firstFrameImageUrl: 'a', extendVideoUrl: 'b', referenceImageUrls: [url, 'c'] },
      }),
    ).toEqual([
      'source',
      'source.firstFrameImageUrl',
      'source.extendVideoUrl',
      'source.referenceImageUrls.1',
    ]);
  });

  test('has 1 to 3 reference images', () => {
    expect(videoPaths({ source: { referenceImageUrls: [] } })).toEqual(['source.referenceImageUrls']);
    expect(videoPaths({ source: { referenceImageUrls: [url, url, url, url] } })).toEqual([
      'source.referenceImageUrls',
    ]);
    expect(video({ source: { referenceImageUrls: [url] } }).issues).toBeNull();
  });

  test('with far too many reference images is not picked apart to its end', () => {
    expect(videoPaths({ source: { referenceImageUrls: Array(1000).fill('no-url') } })).toEqual([
      'source.referenceImageUrls',
      'source.referenceImageUrls.0',
      'source.referenceImageUrls.1',
      'source.referenceImageUrls.2',
    ]);
  });

  test('names the place of each URL at fault', () => {
    expect(videoPaths({ source: { referenceImageUrls: [url, 'http://localhost/a.png'] } })).toEqual([
      'source.referenceImageUrls.1',
    ]);
    expect(videoPaths({ source: { extendVideoUrl: 'file:///etc/passwd' } })).toEqual([
      'source.extendVideoUrl',
    ]);
  });
});

describe('the rest of an input', () => {
  test('private URLs are taken only where the operator allows them', () => {
    const input = { webhook: 'http://127.0.0.1:9/hook', referenceImageUrl: 'http://media.local/a.png' };
    expect(imagePaths(input)).toEqual(['webhook', 'referenceImageUrl']);
    expect(image(input, true).issues).toBeNull();
  });

  test('an idempotency key has 1 to 255 characters', () => {
    expect(imagePaths({ idempotencyKey: '' })).toEqual(['idempotencyKey']);
    expect(imagePaths({ idempotencyKey: 'k'.repeat(256) })).toEqual(['idempotencyKey']);
    expect(imagePaths({ idempotencyKey: 'k\udc00' })).toEqual(['idempotencyKey']);
    expect(image({ idempotencyKey: '🔑'.repeat(255) }).issues).toBeNull();
  });

  test('maxCredits is a number of 0 or more', () => {
    for (const maxCredits of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(imagePaths({ maxCredits })).toEqual(['maxCredits']);
    }
    expect(image({ maxCredits: 0 }).issues).toBeNull();
  });

  test('all faults are told at once', () => {
    expect(
      imagePaths({
        prompt: 'a',
        model: 'x',
        aspectRatio: 'y',
        style: 'z',
        referenceImageUrl: 'r',
        webhook: 'w',
        idempotencyKey: '',
        maxCredits: -1,
      }),
    ).toEqual([
      'prompt',
      'webhook',
      'idempotencyKey',
      'maxCredits',
      'model',
      'aspectRatio',
      'style',
      'referenceImageUrl',
    ]);
  });
});

describe('a field that Pictory names', () => {
  const orderOf = (input: Partial<VideoInput>) => {
    const { order } = video(input);
    if (!order) throw new Error('The input was to be good.');
    return order;
  };

  test('is shown where it stands in the input', () => {
    const plain = orderOf({ source: { referenceImageUrls: [url] } });
    expect(inputPathOf(plain, 'prompt')).toEqual(['prompt']);
    expect(inputPathOf(plain, 'referenceImageUrls[1]')).toEqual(['source', 'referenceImageUrls', '1']);
    expect(inputPathOf(plain, 'referenceImageUrls.1')).toEqual(['source', 'referenceImageUrls', '1']);
    const { order } = image({ referenceImageUrl: url });
    if (!order) throw new Error('The input was to be good.');
    expect(inputPathOf(order, 'referenceImageUrl')).toEqual(['referenceImageUrl']);
  });

  test('is the continued video where the frame came from there', () => {
    const continued = orderOf({ source: { continueVideo: 'Video:a' } });
    expect(inputPathOf(continued, 'firstFrameImageUrl')).toEqual(['source', 'continueVideo']);
  });
});
