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
  strand: string;
  perform(terms: CallTerms): Promise<Value>;
  /** Whether a later value shows the same. */
  isSame(earlier: Value, later: Value): boolean;
}

/** A read that was made, and what it gave. */
export interface LoggedRead extends RepeatableRead<unknown> {
  value: unknown;
}

/**
 * What an operation has learned beyond what it was asked, as reads that can be made again: where all of them give the same,
 * the operation has the same answer.
 */
export interface ReadLog {
  /** Makes a read, or takes over one of that name that `repeat` has made ahead. Whatever fails is not to be repeated. */
  read<Value>(read: RepeatableRead<Value>): Promise<Value>;
  /** What has been read, in order. Null when something was learned besides. */
  readonly reads: readonly LoggedRead[] | null;
  /** Something was learned that stands in no log. */
  spoil(): void;
  /**
   * Makes the reads of an earlier operation again, as far as they are the same.
   *
   * @returns whether all are. If not, what was read is not read twice: see `read`. Never rejects.
   */
  repeat(reads: readonly LoggedRead[]): Promise<boolean>;
}

/** A log with nothing in it. */
export function createReadLog(terms: CallTerms): ReadLog {
  const made: LoggedRead[] = [];
  const ahead = new Map<string, Promise<unknown>>();
  let isWhole = true;

  async function repeatStrand(reads: readonly LoggedRead[]): Promise<boolean> {
    try {
      for (const read of reads) {
        const again = read.perform(terms);
        ahead.set(read.name, again);
        if (!read.isSame(read.value, await again)) return false;
      }
      return true;
    } catch {
      // Whoever makes this read next is told.
      return false;
    }
  }

  return {
    async read<Value>(read: RepeatableRead<Value>) {
      const begun = ahead.get(read.name) as Promise<Value> | undefined;
      ahead.delete(read.name);
      try {
        const value = await (begun ?? read.perform(terms));
        made.push({ ...read, value } as unknown as LoggedRead);
        return value;
      } catch (error) {
        isWhole = false;
        throw error;
      }
    },
    get reads() {
      return isWhole ? made : null;
    },
    spoil() {
      isWhole = false;
    },
    async repeat(reads) {
      const [first] = reads;
      if (first && reads.length === 1) return repeatStrand(reads);
      const strands = Map.groupBy(reads, ({ strand }) => strand);
      const outcomes = await Promise.all([...strands.values()].map(repeatStrand));
      return outcomes.every((isSame) => isSame);
    },
  };
}
