/**
 * About how many bytes plain data takes in memory: an estimate for caches, which bounds what long texts take. Texts count
 * by their characters; those that are not all Latin take up to twice as much.
 */
export function weigh(value: unknown): number {
  if (typeof value === 'string') return TEXT_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let bytes = OBJECT_BYTES;
  for (const member of Object.values(value)) bytes += MEMBER_BYTES + weigh(member);
  return bytes;
}

const OBJECT_BYTES = 24;
const MEMBER_BYTES = 8;
const TEXT_BYTES = 16;

/** A map that knows about how many bytes its keys take, and its values as long as they are small. Filled by `set` alone. */
export class WeighedMap<Key extends string, Value> extends Map<Key, Value> {
  sizeBytes = 0;

  override set(key: Key, value: Value): this {
    const before = this.size;
    super.set(key, value);
    if (this.size > before) this.sizeBytes += ENTRY_BYTES + key.length;
    return this;
  }

  override delete(key: Key): boolean {
    const wasThere = super.delete(key);
    if (wasThere) this.sizeBytes -= ENTRY_BYTES + key.length;
    return wasThere;
  }

  override clear(): void {
    super.clear();
    this.sizeBytes = 0;
  }
}

/** Of a map: what a key takes besides its characters, its place and a small object. */
const ENTRY_BYTES = 160;
