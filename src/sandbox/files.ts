import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import type { Account } from './account.ts';
import { type RawAnswer, toRaw } from './http.ts';
import { drawPicture } from './picture.ts';
import { REFERENCE_CLIP, REFERENCE_PICTURES } from './reference-files.ts';

/**
 * The files behind the addresses in lists and jobs, readable without a key: pictures drawn anew for each request (the same
 * one each time, as large as the list says), and for all videos of a ratio one clip of 2.5 s. What has been cleaned or
 * deleted is a 404.
 *
 * @param options.filesUrl base address of the files, e.g. `http://127.0.0.1:4010/files`.
 */
export function createFiles(options: {
  filesUrl: string;
  accounts: readonly Account[];
}): (path: string, headers: IncomingHttpHeaders) => Promise<RawAnswer> {
  return async (path, headers) => {
    const file = await openFile(options.filesUrl + path.slice('/files'.length), options);
    if (!file) return toRaw({ status: 404, body: { message: 'There is no such file.' } });
    return inRange(file, headers.range);
  };
}

interface File {
  type: 'image/png' | 'image/jpeg' | 'video/mp4';
  content: Buffer;
}

async function openFile(
  url: string,
  { filesUrl, accounts }: Parameters<typeof createFiles>[0],
): Promise<File | null> {
  const reference = REFERENCE_PICTURES.find((name) => url === `${filesUrl}/references/${name}`);
  if (reference) return picture({ seed: reference, style: 'artistic', width: 768, height: 768 });
  if (url === `${filesUrl}/references/${REFERENCE_CLIP}`) return clipFile('16:9', '.mp4', 'video/mp4');

  for (const { library } of accounts) {
    const image = library.images.items.find((item) => item.url === url);
    if (image) {
      const { id, prompt, model, style = null, width, height } = image;
      return picture({ seed: `${id} ${prompt} ${model}`, style, width, height });
    }
    for (const video of library.videos.items) {
      const ratio = video.aspectRatio;
      if (url === video.url) return clipFile(ratio, '.mp4', 'video/mp4');
      if (url === video.lastFrameImageUrl) return clipFile(ratio, '_last_frame.png', 'image/png');
      if (url === video.previewImageUrl || url === video.thumbnailImageUrl)
        return clipFile(ratio, '.jpg', 'image/jpeg');
    }
  }
  return null;
}

function picture(look: Parameters<typeof drawPicture>[0]): File {
  return { type: 'image/png', content: drawPicture(look) };
}

async function clipFile(aspectRatio: string, ending: string, type: File['type']): Promise<File> {
  const name = CLIPS.find((clip) => clip === aspectRatio.replace(':', 'x')) ?? '16x9';
  return { type, content: await readFile(new URL(`media/${name}${ending}`, import.meta.url)) };
}

const CLIPS = ['16x9', '9x16', '1x1', '3x4', '4x3'];

/** Players ask for parts. Only `bytes=from-to` and `bytes=from-` are understood; anything else gets the whole file. */
function inRange({ type, content }: File, range: string | undefined): RawAnswer {
  const headers = {
    'content-type': type,
    'accept-ranges': 'bytes',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'cache-control': 'public, max-age=31536000, immutable',
  };
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? [];
  if (from === undefined) return { status: 200, headers, body: content };
  const start = Number(from);
  const end = Math.min(to ? Number(to) : Number.POSITIVE_INFINITY, content.length - 1);
  if (start > end)
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${content.length}` }, body: '' };
  const part = { 'content-range': `bytes ${start}-${end}/${content.length}` };
  return { status: 206, headers: { ...headers, ...part }, body: content.subarray(start, end + 1) };
}
