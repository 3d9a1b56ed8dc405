import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib';
import { UpstreamError } from './errors.ts';
import type { WireAnswer } from './exchange.ts';
import { LARGE_ANSWER_BYTES } from './large-answers.ts';
import { release } from './release.ts';
import { tooLargeError, tooManyPartsError } from './wire-errors.ts';

/** A JSON object or list. */
export type JsonBody = Record<string, unknown> | unknown[];

/** What came as the body of an answer: JSON, or in words what came instead. */
export type Body = { json: JsonBody } | { json: null; instead: string };

const sizes = new WeakMap<JsonBody, number>();

/** How many bytes the text had that a body was read from; 0 for one that was not read here. */
export function textSizeOf(body: JsonBody): number {
  return sizes.get(body) ?? 0;
}

/**
 * Reads a body for what it is.
 *
 * @throws {UpstreamError} `invalid-response` when it is compressed in a way that cannot be undone, or too large, then or as objects.
 */
export async function readBody(service: string, answer: WireAnswer, maxBodyBytes: number): Promise<Body> {
  const coding = answer.headers['content-encoding'];
  const raw = joinParts(answer.parts);
  const bytes =
    coding === undefined ? raw : await decompress(service, answer, raw, String(coding), maxBodyBytes);
  if (bytes.length > LARGE_ANSWER_BYTES && countBrackets(bytes) > MAX_BRACKETS)
    throw tooManyPartsError(service, answer.status, MAX_BRACKETS);
  const body = classify(bytes);
  if (answer.parts.length > 1) release([raw]);
  return body;
}

/** As one piece, which they mostly are. */
function joinParts(parts: readonly Buffer[]): Buffer {
  const [first] = parts;
  return first && parts.length === 1 ? first : Buffer.concat(parts);
}

/** An object takes 20 times the two bytes that it can be written with. */
const MAX_BRACKETS = 200_000;

function classify(bytes: Buffer): Body {
  const text = bytes.toString('utf8').trimStart(); // a byte order mark counts as space
  if (text === '') return { json: null, instead: 'nothing' };
  if (text.startsWith('<')) return { json: null, instead: 'an HTML page' };
  if (!text.startsWith('{') && !text.startsWith('[')) return { json: null, instead: 'text that is not JSON' };
  try {
    const json = JSON.parse(text) as JsonBody;
    sizes.set(json, bytes.length);
    return { json };
  } catch {
    return { json: null, instead: breaksOff(text) ? 'truncated JSON' : 'malformed JSON' };
  }
}

function countBrackets(bytes: Buffer): number {
  const [brace, bracket] = Buffer.from('{[');
  let count = 0;
  // By index: an iterator takes five times as long, and there are millions of them.
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte === brace || byte === bracket) count++;
  }
  return count;
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

type Decompressor = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const DECOMPRESSORS = new Map<string, Decompressor>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
  ['zstd', promisify(zstdDecompress)],
]);

/** What turns out to be large is decompressed again when it is its turn. */
async function decompress(
  service: string,
  answer: WireAnswer,
  raw: Buffer,
  coding: string,
  maxBodyBytes: number,
): Promise<Buffer> {
  const { status } = answer;
  let bytes = raw;
  for (const name of coding.toLowerCase().split(',').reverse()) {
    if (name.trim() === 'identity' || bytes.length === 0) continue;
    const decompressor = DECOMPRESSORS.get(name.trim());
    try {
      if (!decompressor) throw new Error('Unknown content coding.');
      bytes = await decompressor(bytes, { maxOutputLength: LARGE_ANSWER_BYTES }).catch(async (error) => {
        if (!isTooLarge(error)) throw error;
        await answer.beginTurn();
        return await decompressor(bytes, { maxOutputLength: maxBodyBytes });
      });
    } catch (error) {
      if (isTooLarge(error)) throw tooLargeError(service, status, maxBodyBytes);
      throw new UpstreamError(
        'invalid-response',
        `${service} answered ${status} in a compression that cannot be undone.`,
        { status },
      );
    }
  }
  if (bytes.length > maxBodyBytes) throw tooLargeError(service, status, maxBodyBytes);
  return bytes;
}

function isTooLarge(error: unknown): boolean {
  return (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
}
