import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.ts';

/** The JSON of a request's body. @throws as `readJsonText`, and {Refusal} 400 for what is not JSON. */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  return parseJson(await readJsonText(request, limitBytes));
}

/**
 * A request's body, which is said to be JSON.
 *
 * @throws {Refusal} 415 for another content type or encoding, 413 past the limit (as soon as it is known, by
 * `Content-Length` or by count), 400 for what is not UTF-8.
 * @throws when the client leaves before the body is complete.
 */
export async function readJsonText(request: IncomingMessage, limitBytes: number): Promise<string> {
  if (!isJson(request.headers['content-type'])) {
    throw new Refusal(
      415,
      'BAD_REQUEST',
      'Send the operation as JSON, with "Content-Type: application/json".',
    );
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    throw new Refusal(
      415,
      'BAD_REQUEST',
      'Compressed requests are not taken. Send it without Content-Encoding.',
    );
  }
  const bytes = await readBytes(request, limitBytes);
  try {
    return strictUtf8.decode(bytes);
  } catch {
    throw notJson();
  }
}

/** @throws {Refusal} 400. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson();
  }
}

function notJson(): Refusal {
  return new Refusal(400, 'BAD_REQUEST', 'The body is not JSON in UTF-8.');
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

/** By listener rather than by `for await`, which would destroy the request, and with it the way to answer. */
function readBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const tooLarge = () => {
      request.off('data', onData);
      request.resume();
      reject(
        new Refusal(413, 'BAD_REQUEST', `A request may have at most ${limitBytes} bytes.`, {
          connection: 'close',
        }),
      );
    };
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const onData = (chunk: Buffer) => {
      sizeBytes += chunk.byteLength;
      if (sizeBytes > limitBytes) return tooLarge();
      chunks.push(chunk);
    };
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLarge();
    request.on('data', onData);
    const onClose = () => {
      if (!request.complete) reject(new Error('the client left before its request was complete'));
    };
    request.once('end', () => {
      const [only] = chunks;
      resolve(only && chunks.length === 1 ? only : Buffer.concat(chunks, sizeBytes));
      // They would stay, with what they hold, for as long as the answer is open.
      request.off('data', onData).off('error', reject).off('close', onClose);
    });
    request.once('error', reject);
    request.once('close', onClose);
  });
}

/** `application/json`, in UTF-8 or without a word about it. */
function isJson(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return type === 'application/json' && (!charset || /^charset="?utf-?8"?$/.test(charset));
}
