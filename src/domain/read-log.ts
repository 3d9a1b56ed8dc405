import type { ReadCall } from '../upstream/call.ts';

/** Fresh terms for each call that an operation makes: a deadline may have moved. */
export interface CallTerms {
  /** For a read that draws on the operation's common budget. */
  readCall(): ReadCall;
  /** For reading one job or PixVerse image by its id: each such read comes with a call of its own, up to a limit. */
  jobCall(): ReadCall;
}

/** A read that any operation of the same account can make again. */
export interface RepeatableRead<Value> {
  /** Tells it from all other reads of the account. */
  name: string;
  /** Reads of one strand follow from one another: none is repeated before the one ahead of it has turned out the same. */
  strand: string | symbol;
  /** At once where the value is at hand: most reads are of what is kept. */
  perform(terms: CallTerms): Promise<Value> | Value;
  /** Whether a later value shows the same. */
  isSame(earlier: Value, later: Value): boolean;
}

/** A read that was made, and what it gave. */
interface LoggedRead extends RepeatableRead<unknown> {
  value: unknown;
}

/** Reads that follow from one another. */
export type Strand = readonly LoggedRead[];

/**
 * What an operation has learned beyond what it was asked, as reads that can be made again: where all of them give the same,
 * the operation has the same answer.
 */
export interface ReadLog {
  /** Makes a read, or takes over what `repeat` has read under that name. Whatever fails is not to be repeated. */
  read<Value>(read: RepeatableRead<Value>): Promise<Value>;
  /** What has been read, by strand, in order. Null when something was learned besides. */
  strands(): readonly Strand[] | null;
  /** Begins anew: what was read so far is not read again, but taken over. Such an operation is not to be repeated. */
  rewind(): void;
  /** Lets go of all that was read: the operation is over, and whatever still leads to it shall not lead to pages. */
  forget(): void;
  /** Something was learned that stands in no log. */
  spoil(): void;
  /**
   * Makes the reads of an earlier operation again, as far as they are the same.
   *
   * @returns whether all are. If not, what was read is not read twice: see `read`. Never rejects.
   */
  repeat(strands: readonly Strand[]): Promise<boolean> | boolean;
}

/** A log with nothing in it. */
export function createReadLog(terms: CallTerms): ReadLog {
  return new Log(terms);
}

/** A class: one is made with each operation. */
class Log implements ReadLog {
  readonly #terms: CallTerms;
  #made = new Set<LoggedRead>();
  #ahead = new Map<string, Promise<unknown>>();
  #begun = new Map<string, Promise<unknown>>();
  #isWhole = true;

  constructor(terms: CallTerms) {
    this.#terms = terms;
  }

  async read<Value>(read: RepeatableRead<Value>): Promise<Value> {
    const ahead = this.#ahead.get(read.name) as Promise<Value> | undefined;
    const reading = ahead ?? begin(this.#terms, read);
    this.#begun.set(read.name, reading);
    try {
      const value = await reading;
      this.#made.add({ ...read, value } as unknown as LoggedRead);
      return value;
    } catch (error) {
      this.#isWhole = false;
      throw error;
    }
  }

  strands(): readonly Strand[] | null {
    return this.#isWhole ? [...Map.groupBy(this.#made, ({ strand }) => strand).values()] : null;
  }

  rewind(): void {
    this.#ahead = this.#begun;
    this.#begun = new Map();
    this.#made = new Set();
    this.#isWhole = false;
  }

  forget(): void {
    this.rewind();
    this.#ahead = new Map();
  }

  spoil(): void {
    this.#isWhole = false;
  }

  repeat(strands: readonly Strand[]): Promise<boolean> | boolean {
    const news = new News();
    // The first of each, also when one has changed: what is read ahead is wanted all the same.
    const waited = strands
      .map((strand) => this.#repeatStrand(strand, news))
      .filter((rest) => rest !== undefined);
    if (waited.length === 0) return !news.hasChanged;
    return Promise.all(waited).then(() => !news.hasChanged);
  }

  /** As far as what is at hand reaches without waiting; then a promise of the rest. */
  #repeatStrand(strand: Strand, news: News): Promise<void> | undefined {
    for (const [index, read] of strand.entries()) {
      let again: unknown;
      try {
        again = this.#ahead.get(read.name) ?? read.perform(this.#terms);
      } catch (error) {
        again = Promise.reject(error);
      }
      if (again instanceof Promise) return this.#repeatRest(again, strand, index, news);
      if (read.isSame(read.value, again)) continue;
      this.#ahead.set(read.name, Promise.resolve(again));
      news.hasChanged = true;
      return;
    }
    return;
  }

  /** @param first what the read at `from` is going to give. */
  async #repeatRest(first: Promise<unknown>, strand: Strand, from: number, news: News): Promise<void> {
    let reading = first;
    try {
      for (let index = from; ; index++) {
        const read = strand[index];
        // What has changed elsewhere may need fewer reads than before: no further one is spent on comparing.
        if (!read || (index > from && news.hasChanged)) return;
        if (index > from) reading = this.#ahead.get(read.name) ?? begin(this.#terms, read);
        this.#ahead.set(read.name, reading);
        if (read.isSame(read.value, await reading)) continue;
        news.hasChanged = true;
        return;
      }
    } catch {
      // Whoever makes this read next is told.
      news.hasChanged = true;
    }
  }
}

/** What the strands that are being repeated tell one another. */
class News {
  hasChanged = false;
}

/** Also what throws at once is a promise. */
async function begin<Value>(terms: CallTerms, read: RepeatableRead<Value>): Promise<Value> {
  return read.perform(terms);
}
