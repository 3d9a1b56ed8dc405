import type { ListSlice } from '../../src/upstream/call.ts';

/** A list in memory that is read by position, as useapi.net's is. */
export class ScriptedSlices {
  /** From the first to the last. */
  ids: string[];
  /** The most that one read gives, whatever it asks for. */
  cap = Number.POSITIVE_INFINITY;
  tellsTotal = true;
  /** `offset+limit` of each read, in order. */
  readonly reads: string[] = [];
  /** Called before each read: lists change while they are walked. */
  beforeRead: () => void = () => {};
  #added = 0;

  constructor(count: number) {
    this.ids = Array.from({ length: count }, (_, index) => `image-${index}`);
  }

  addOnTop(count = 1): void {
    for (let i = 0; i < count; i++) this.ids.unshift(`new-${this.#added++}`);
  }

  addAtEnd(): void {
    this.ids.push(`new-${this.#added++}`);
  }

  remove(id: string): void {
    this.ids = this.ids.filter((candidate) => candidate !== id);
  }

  read = async (offset: number, limit: number): Promise<ListSlice<string>> => {
    this.beforeRead();
    this.reads.push(`${offset}+${limit}`);
    await new Promise(setImmediate);
    return {
      items: this.ids
        .slice(offset, offset + Math.min(limit, this.cap))
        .map((id) => ({ identity: id, createdAtMs: 0, item: id, problem: null })),
      total: this.tellsTotal ? this.ids.length : null,
    };
  };
}
