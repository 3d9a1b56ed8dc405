import { describe, expect, test } from 'vitest';
import {
  createCatalogue,
  findModel,
  imageCredits,
  roundCredits,
  videoCredits,
} from '../../../src/domain/generation/catalogue.ts';
import { parseCatalogueFile } from '../../../src/domain/generation/catalogue-file.ts';
import { durationSeconds } from '../../../src/domain/generation/duration.ts';

const catalogue = createCatalogue();

describe('the built-in catalogue', () => {
  test('lists the image models of the reference with their prices', () => {
    expect(catalogue.imageModels.map(({ name, creditsPerImage }) => [name, creditsPerImage])).toEqual([
      ['seedream3.0', 2],
      ['flux-schnell', 0.6],
      ['nanobanana', 4],
      ['nanobanana-pro', 14],
    ]);
    for (const model of catalogue.imageModels) {
      expect(model.aspectRatios).toEqual(['1:1', '16:9', '9:16']);
      expect(model.styles).toEqual([
        'photorealistic',
        'artistic',
        'cartoon',
        'minimalist',
        'vintage',
        'futuristic',
      ]);
    }
  });

  test('lists the video models of the reference with their ratios, durations and prices', () => {
    const veo = { aspectRatios: ['16:9', '9:16'], durations: ['4s', '6s', '8s'] };
    expect(catalogue.videoModels).toEqual([
      {
        name: 'pixverse5.5',
        isDefault: true,
        aspectRatios: ['16:9', '9:16', '1:1', '3:4', '4:3'],
        durations: ['5s', '8s', '10s'],
        creditsPerSecond: 1.6,
      },
      { name: 'veo3.1', isDefault: false, ...veo, creditsPerSecond: 20 },
      { name: 'veo3.1_fast', isDefault: false, ...veo, creditsPerSecond: 10 },
    ]);
  });

  test('gives the default model where none is named, and null for a name it does not have', () => {
    expect(findModel(catalogue.imageModels, null)?.name).toBe('seedream3.0');
    expect(findModel(catalogue.videoModels, undefined)?.name).toBe('pixverse5.5');
    expect(findModel(catalogue.imageModels, 'Seedream3.0')).toBeNull();
    expect(findModel(catalogue.imageModels, '')).toBeNull();
  });
});

describe('prices', () => {
  test('read as they would be written by hand', () => {
    expect(catalogue.estimateImageCredits({ model: 'flux-schnell', count: 3 }).credits).toBe(1.8);
    expect(catalogue.estimateVideoCredits({ duration: '8s', count: 7 }).credits).toBe(89.6);
    expect(roundCredits(0.1 + 0.2)).toBe(0.3);
  });

  test('resolve the default model, the model’s first duration and a count of one', () => {
    expect(catalogue.estimateImageCredits({})).toEqual({ credits: 2, model: 'seedream3.0', count: 1 });
    expect(catalogue.estimateImageCredits({ model: null, count: null })).toEqual({
      credits: 2,
      model: 'seedream3.0',
      count: 1,
    });
    expect(catalogue.estimateVideoCredits({})).toEqual({ credits: 8, model: 'pixverse5.5', count: 1 });
    expect(catalogue.estimateVideoCredits({ model: 'veo3.1', duration: '8s' }).credits).toBe(160);
  });

  test('are null where the model has none, or the duration does not read as seconds', () => {
    const [image] = catalogue.imageModels;
    const [video] = catalogue.videoModels;
    if (!image || !video) throw new Error('The catalogue is empty.');
    expect(imageCredits({ ...image, creditsPerImage: null }, 3)).toBeNull();
    expect(videoCredits({ ...video, creditsPerSecond: null }, '5s')).toBeNull();
    expect(videoCredits(video, 'long')).toBeNull();
  });

  test('of nothing known are refused, naming what is', () => {
    expect(() => catalogue.estimateImageCredits({ model: 'dall-e' })).toThrow(
      expect.objectContaining({
        code: 'BAD_USER_INPUT',
        message: 'model: choose one of seedream3.0, flux-schnell, nanobanana, nanobanana-pro.',
      }),
    );
    expect(() => catalogue.estimateVideoCredits({ model: 'veo3.1', duration: '5s' })).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message: 'duration: veo3.1 makes 4s, 6s, 8s.' }),
    );
  });

  test.each([0, -1, 1001, 1.5, Number.NaN])('of %s pieces are refused', (count) => {
    const refusal = expect.objectContaining({
      code: 'BAD_USER_INPUT',
      message: 'count: a whole number from 1 to 1000 is needed.',
    });
    expect(() => catalogue.estimateImageCredits({ count })).toThrow(refusal);
    expect(() => catalogue.estimateVideoCredits({ count })).toThrow(refusal);
  });

  test('of 1000 pieces are given', () => {
    expect(catalogue.estimateImageCredits({ count: 1000 }).credits).toBe(2000);
  });
});

describe('a catalogue file', () => {
  test('with nothing in it changes nothing', () => {
    const same = createCatalogue(parseCatalogueFile({}));
    expect(same.imageModels).toEqual(catalogue.imageModels);
    expect(same.videoModels).toEqual(catalogue.videoModels);
  });

  test('changes of a built-in model only what it says', () => {
    const { imageModels } = createCatalogue(
      parseCatalogueFile({ imageModels: [{ name: 'seedream3.0', creditsPerImage: 3 }] }),
    );
    expect(imageModels[0]).toEqual({ ...catalogue.imageModels[0], creditsPerImage: 3 });
    expect(imageModels.slice(1)).toEqual(catalogue.imageModels.slice(1));
  });

  test('adds models, their styles Pictory’s and their price unknown unless it says otherwise', () => {
    const { imageModels, videoModels } = createCatalogue(
      parseCatalogueFile({
        imageModels: [{ name: 'seedream4.0', aspectRatios: ['21:9'] }],
        videoModels: [{ name: 'veo4', aspectRatios: ['16:9'], durations: ['12s'], creditsPerSecond: null }],
      }),
    );
    expect(imageModels.at(-1)).toEqual({
      name: 'seedream4.0',
      isDefault: false,
      aspectRatios: ['21:9'],
      styles: catalogue.imageModels[0]?.styles,
      creditsPerImage: null,
    });
    expect(videoModels.at(-1)).toEqual({
      name: 'veo4',
      isDefault: false,
      aspectRatios: ['16:9'],
      durations: ['12s'],
      creditsPerSecond: null,
    });
  });

  test('can move the default, and exactly one is left', () => {
    const { imageModels, videoModels } = createCatalogue(
      parseCatalogueFile({
        imageModels: [
          { name: 'nanobanana', isDefault: true },
          { name: 'seedream3.0', creditsPerImage: 1 },
        ],
        videoModels: [{ name: 'veo4', isDefault: true, aspectRatios: ['16:9'], durations: ['12s'] }],
      }),
    );
    expect(imageModels.filter((model) => model.isDefault).map((model) => model.name)).toEqual(['nanobanana']);
    expect(videoModels.filter((model) => model.isDefault).map((model) => model.name)).toEqual(['veo4']);
  });

  test('is refused with every complaint at once, each with its place', () => {
    const parse = () =>
      parseCatalogueFile({
        imageModels: [
          { name: 'x', aspectRatios: ['1:1'], isDefault: true, colour: 'red' },
          { name: 'flux-schnell', isDefault: true },
        ],
        videoModels: [
          { name: 'y' },
          3,
          { name: 'veo3.1', durations: [], creditsPerSecond: -1 },
          { name: 'veo3.1' },
        ],
        voices: [],
      });
    expect(parse).toThrow(
      expect.objectContaining({
        name: 'CatalogueFileError',
        complaints: [
          expect.stringMatching(/^imageModels\[0\]: .*"colour"/),
          'imageModels: leaves not exactly one default model',
          expect.stringMatching(/^videoModels\[0\]\.aspectRatios: /),
          expect.stringMatching(/^videoModels\[0\]\.durations: /),
          expect.stringMatching(/^videoModels\[1\]: /),
          expect.stringMatching(/^videoModels\[2\]\.durations: /),
          expect.stringMatching(/^videoModels\[2\]\.creditsPerSecond: /),
          'videoModels: names a model twice',
          expect.stringMatching(/^the file: .*"voices"/),
        ],
      }),
    );
  });

  test.each([
    ['no default', { imageModels: [{ name: 'seedream3.0', isDefault: false }] }],
    ['a list in place of an object', []],
    ['nothing', null],
    ['models that are no list', { videoModels: { name: 'veo4' } }],
    ['a price that is text', { imageModels: [{ name: 'nanobanana', creditsPerImage: '4' }] }],
    ['a model without a name', { imageModels: [{ aspectRatios: ['1:1'] }] }],
  ])('with %s is refused', (_fault, json) => {
    expect(() => parseCatalogueFile(json)).toThrow(expect.objectContaining({ name: 'CatalogueFileError' }));
  });
});

describe('a duration', () => {
  test.each([
    ['8s', 8],
    ['10s', 10],
    ['2.5s', 2.5],
    ['0s', 0],
    ['8', null],
    ['8 s', null],
    ['8m', null],
    ['-8s', null],
    ['1e3s', null],
    [`${'9'.repeat(400)}s`, null],
    ['', null],
    [null, null],
    [undefined, null],
  ])('written %s is %s seconds', (written, seconds) => {
    expect(durationSeconds(written)).toBe(seconds);
  });
});
