import type { ListItem } from '../upstream/call.ts';

/** What a client asks of a connection, as it came. */
export interface ConnectionArguments {
  first: number;
  after: string | null;
}

/** One item at its place in a list. */
export interface Edge<Item> {
  readonly place: ListItem<Item>;
  /** Sealed only when read. */
  readonly cursor: string;
}

/** A stretch of a list, newest first. */
export interface Connection<Item> {
  readonly edges: readonly Edge<Item>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** True when a page budget ended the walk before `first` items were found; `endCursor` goes on from there. */
  readonly truncated: boolean;
  /** Null when there are no edges. Sealed only when read. */
  readonly startCursor: string | null;
  /** The last place scanned. Null when nothing was scanned. Sealed only when read. */
  readonly endCursor: string | null;
}
