import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';
import { UpstreamError } from './errors.ts';
import type { WireAnswer } from './wire.ts';
import { tooLargeError } from './wire-errors.ts';

/** A JSON object or list. */
export type JsonBody = Record<string, unknown> | unknown[];

/** What came as the body of an answer: JSON, or in words what came instead. */
export type Body = { json: JsonBody } | { json: null; instead: string };

/**
 * Reads a body for what it is.
 *
 * @throws {UpstreamError} `invalid-response` when it is compressed in a way that cannot be undone, or too large then.
 */
export async function readBody(service: string, answer: WireAnswer, maxBodyBytes: number): Promise<Body> {
  const coding = answer.headers['content-encoding'];
  if (coding === undefined) return classify(answer.body);
  return classify(await decompress(service, answer, String(coding), maxBodyBytes));
}

function classify(bytes: Buffer): Body {
  const text = bytes.toString('utf8').trimStart(); // a byte order mark counts as space
  if (text === '') return { json: null, instead: 'nothing' };
  if (text.startsWith('<')) return { json: null, instead: 'an HTML page' };
  if (!text.startsWith('{') && !text.startsWith('[')) return { json: null, instead: 'text that is not JSON' };
  try {
    return { json: JSON.parse(text) as JsonBody };
  } catch {
    return { json: null, instead: breaksOff(text) ? 'truncated JSON' : 'malformed JSON' };
  }
}

/** Whether a text ends inside a string, or with brackets left open. */
function breaksOff(text: string): boolean {
  let depth = 0;
  let isString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isString && character === '\\') index++;
    else if (character === '"') isString = !isString;
    else if (isString) continue;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
  }
  return isString || depth > 0;
}

const DECOMPRESSORS = new Map<
  string,
  (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>
>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)],
]);

async function decompress(
  service: string,
  { status, body }: WireAnswer,
  coding: string,
  maxBodyBytes: number,
): Promise<Buffer> {
  let bytes = body;
  for (const name of coding.toLowerCase().split(',').reverse()) {
    if (name.trim() === 'identity' || bytes.length === 0) continue;
    const decompressor = DECOMPRESSORS.get(name.trim());
    try {
      if (!decompressor) throw new Error('Unknown content coding.');
      bytes = await decompressor(bytes, { maxOutputLength: maxBodyBytes });
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') {
        throw tooLargeError(service, status, maxBodyBytes);
      }
      throw new UpstreamError(
        'invalid-response',
        `${service} answered ${status} in a compression that cannot be undone.`,
        { status },
      );
    }
  }
  return bytes;
}
