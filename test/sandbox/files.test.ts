import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { drawPicture } from '../../src/sandbox/picture.ts';
import { startSandbox } from '../support/sandbox.ts';
import { ask } from './ask.ts';

describe('the files of the simulated library', () => {
  test('of an image is a PNG of the size that the list says, readable without a key', async () => {
    await using sandbox = await startSandbox();
    for (const model of ['seedream3.0', 'nanobanana', 'seedream2.0']) {
      for (const aspectRatio of ['1:1', '16:9', '9:16']) {
        const { url, width, height } = sandbox.library().insertImage({ model, aspectRatio });

        const answer = await fetch(url);
        const picture = readPng(Buffer.from(await answer.arrayBuffer()));

        expect(answer.headers.get('content-type')).toBe('image/png');
        expect(picture).toMatchObject({ width, height });
        expect(picture.colours).toBeGreaterThan(20);
        expect(picture.sizeBytes).toBeLessThan(60_000);
      }
    }
  });

  test('of an image is the same each time, and differs from that of another image', async () => {
    await using sandbox = await startSandbox();
    const [one, other] = sandbox.library().images.items;
    const read = async (url = '') => Buffer.from(await (await fetch(url)).arrayBuffer()).toString('base64');

    expect(await read(one?.url)).toBe(await read(one?.url));
    expect(await read(one?.url)).not.toBe(await read(other?.url));
  });

  test('of a video are an MP4, two JPEGs and a PNG of its ratio', async () => {
    await using sandbox = await startSandbox();
    for (const aspectRatio of ['16:9', '9:16', '1:1', '3:4', '4:3']) {
      const { width, height, ...video } = sandbox.library().insertVideo({ aspectRatio });
      const read = async (url: string, type: string) => {
        const answer = await fetch(url);
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
        return Buffer.from(await answer.arrayBuffer());
      };

      const clip = await read(video.url, 'video/mp4');
      expect(clip.toString('latin1', 4, 8)).toBe('ftyp');
      expect(clip.length).toBeLessThan(60_000);
      expect(readClipSize(clip)).toEqual({ width, height });
      expect(readPng(await read(video.lastFrameImageUrl, 'image/png'))).toMatchObject({ width, height });
      for (const url of [video.previewImageUrl, video.thumbnailImageUrl]) {
        const jpeg = await read(url, 'image/jpeg');
        expect([jpeg.toString('hex', 0, 3), jpeg.toString('hex', jpeg.length - 2)]).toEqual([
          'ffd8ff',
          'ffd9',
        ]);
      }
    }
  });

  test('all belong to the sandbox, those that requests borrowed included, and can be read', async () => {
    await using sandbox = await startSandbox({ imageCount: 100, videoCount: 60 });
    const urls = new Set<string>();
    for (const kind of ['images', 'videos']) {
      const { items } = (await ask(sandbox, `GET /v1/aistudio/${kind}`)).body;
      for (const [, url = ''] of JSON.stringify(items).matchAll(/"(http[^"]+)"/g)) urls.add(url);
    }

    expect([...urls].filter((url) => !url.startsWith(`${sandbox.origin}/files/`))).toEqual([]);
    for (const url of urls) expect([url, (await fetch(url, { method: 'HEAD' })).status]).toEqual([url, 200]);
  });

  test('may be shown by any page, kept for good, and read in parts', async () => {
    await using sandbox = await startSandbox();
    const { url } = sandbox.library().insertVideo();
    const whole = await fetch(url);
    const sizeBytes = Number(whole.headers.get('content-length'));
    expect(whole.headers.get('access-control-allow-origin')).toBe('*');
    expect(whole.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');

    const part = await fetch(url, { headers: { range: 'bytes=4-7' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 4-7/${sizeBytes}`]);
    expect(await part.text()).toBe('ftyp');
    const rest = await fetch(url, { headers: { range: `bytes=${sizeBytes - 9}-` } });
    expect((await rest.arrayBuffer()).byteLength).toBe(9);
    expect((await fetch(url, { headers: { range: `bytes=${sizeBytes}-` } })).status).toBe(416);
    expect((await fetch(url, { headers: { range: 'bytes=-5' } })).status).toBe(200);
  });

  test('are gone with the item, and nothing else is there', async () => {
    await using sandbox = await startSandbox();
    const { id, url } = sandbox.library().insertImage();
    sandbox.library().images.remove(id);

    for (const path of [
      url,
      `${sandbox.origin}/files/u-4471/images/../../../package.json`,
      `${sandbox.origin}/files/x`,
    ]) {
      expect((await fetch(path)).status).toBe(404);
    }
  });

  test('a picture can be of any size and style', () => {
    for (const style of [null, 'futuristic', 'unheard of']) {
      for (const [width, height] of [
        [1, 1],
        [3, 200],
        [640, 48],
      ] as const) {
        for (let seed = 0; seed < 8; seed += 1) {
          expect(readPng(drawPicture({ seed: `${seed}`, style, width, height }))).toMatchObject({
            width,
            height,
          });
        }
      }
    }
  });
});

/** Takes a PNG of one byte per pixel or less apart, down to the pixels, and checks each sum. */
function readPng(file: Buffer) {
  expect(file.toString('latin1', 0, 8)).toBe('\x89PNG\r\n\x1a\n');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    expect(file.readUInt32BE(at + 8 + length)).toBe(crc32(file.subarray(at + 4, at + 8 + length)));
    chunks.set(type, Buffer.concat([chunks.get(type) ?? Buffer.alloc(0), data]));
    at += length + 12;
  }
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  const [width, height, depth, type] = [
    header.readUInt32BE(0),
    header.readUInt32BE(4),
    header[8] ?? 0,
    header[9],
  ];
  expect(type).toBe(3);
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  expect(rows.length).toBe((Math.ceil((width * depth) / 8) + 1) * height);
  return { width, height, colours: new Set(rows).size, sizeBytes: file.length };
}

/** The size of the picture, from the header of the first track. */
function readClipSize(clip: Buffer) {
  const header = clip.indexOf('tkhd') + 4;
  return { width: clip.readUInt16BE(header + 76), height: clip.readUInt16BE(header + 80) };
}
