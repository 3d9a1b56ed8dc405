/**
 * Where the bodies of answers are put together: room that is used again. Bytes of an answer are worth nothing once it has been
 * read, but as garbage only a full collection is sure to find them, and Node begins one for each 64 MB of them.
 */
export interface BodyRoom {
  /** For one body, of any size. */
  gather(): GatheredBody;
}

/** A body as far as it has come. Disposing gives its room back. */
export interface GatheredBody extends Disposable {
  readonly sizeBytes: number;
  /** All that has come. Of no use after disposal: others write there. */
  readonly bytes: Buffer;
  /** Copies a part behind the others. */
  add(part: Buffer): void;
}

/** Holds a page of a hundred items. What does not fit is not used again. */
const ROOM_BYTES = 64 * 1024;
/** Answers are mostly read as they come, so that few are here at once. */
const MAX_SPARE_ROOMS = 64;

const NOTHING: Buffer = Buffer.alloc(0);

/** No room yet. */
export function createBodyRoom(): BodyRoom {
  const spares: Buffer[] = [];
  return { gather: () => new Gathered(spares) };
}

class Gathered implements GatheredBody {
  readonly #spares: Buffer[];
  #room: Buffer = NOTHING;
  sizeBytes = 0;

  constructor(spares: Buffer[]) {
    this.#spares = spares;
  }

  get bytes(): Buffer {
    return this.#room.subarray(0, this.sizeBytes);
  }

  add(part: Buffer): void {
    const neededBytes = this.sizeBytes + part.length;
    if (neededBytes > this.#room.length) this.#grow(neededBytes);
    this.#room.set(part, this.sizeBytes);
    this.sizeBytes = neededBytes;
  }

  [Symbol.dispose](): void {
    this.#giveBack();
    this.#room = NOTHING;
    this.sizeBytes = 0;
  }

  #giveBack(): void {
    if (this.#room.length === ROOM_BYTES && this.#spares.length < MAX_SPARE_ROOMS)
      this.#spares.push(this.#room);
  }

  #grow(neededBytes: number): void {
    const larger =
      neededBytes <= ROOM_BYTES
        ? (this.#spares.pop() ?? Buffer.allocUnsafeSlow(ROOM_BYTES))
        : Buffer.allocUnsafeSlow(Math.max(neededBytes, 2 * this.#room.length));
    larger.set(this.bytes);
    this.#giveBack();
    this.#room = larger;
  }
}
