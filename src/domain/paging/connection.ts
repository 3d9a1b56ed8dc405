import type { ListItem } from '../../upstream/call.ts';

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

/** A connection whose cursors are sealed when they are read. */
export class WalkedConnection<Item> implements Connection<Item> {
  readonly edges: readonly Edge<Item>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly truncated: boolean;
  readonly #end: { readonly cursor: string } | null;

  /** @param end what has the cursor at which to go on; null: nothing was scanned. */
  constructor(
    edges: readonly Edge<Item>[],
    {
      hasNextPage,
      hasPreviousPage,
      truncated,
    }: Pick<Connection<Item>, 'hasNextPage' | 'hasPreviousPage' | 'truncated'>,
    end: { readonly cursor: string } | null,
  ) {
    this.edges = edges;
    this.hasNextPage = hasNextPage;
    this.hasPreviousPage = hasPreviousPage;
    this.truncated = truncated;
    this.#end = end;
  }

  get startCursor(): string | null {
    return this.edges[0]?.cursor ?? null;
  }

  get endCursor(): string | null {
    return this.#end?.cursor ?? null;
  }
}
