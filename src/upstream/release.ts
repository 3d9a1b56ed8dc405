/** Below that, giving back takes longer than it saves. */
const LEAST_BYTES = 8_000;
/** One answer in so many is left as garbage: without any, V8 collects everything so seldom that its heap grows by a tenth. */
const LEFT_EVERY = 4;

let answers = 0;

/**
 * Gives the memory of an answer's bytes back at once, if they are many. Left as garbage, bytes have V8 collect everything
 * each time that 64 MB of them have come together, which is a few hundred pages.
 *
 * Every view of the same memory is empty afterwards, not these parts alone.
 */
export function release(parts: readonly Buffer[]): void {
  const sizeBytes = parts.reduce((sum, part) => sum + part.length, 0);
  if (sizeBytes < LEAST_BYTES || ++answers % LEFT_EVERY === 0) return;
  for (const part of parts) {
    const { buffer } = part;
    // Node's pool, which is shared with others, is for what takes less than half of it.
    if (2 * part.length > buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0);
  }
}
