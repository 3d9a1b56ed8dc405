/** What is smaller stays garbage: it has V8 collect everything often enough for its heap to stay small. */
const LEAST_BYTES = 48_000;

/**
 * Gives the memory of many bytes that nobody needs any more back at once. Left as garbage, bytes have V8 collect everything
 * each time that 64 MB of them have come together, which is a few hundred large pages.
 */
export function release(bytes: Buffer): void {
  const { buffer } = bytes;
  // Node's pool, which is shared with others, is for what takes less than half of it.
  const isAlone = 2 * bytes.length > buffer.byteLength;
  if (isAlone && bytes.length >= LEAST_BYTES && buffer instanceof ArrayBuffer) buffer.transfer(0);
}
