/** What the asker brings to each read. */
export interface ReadCall {
  /** The asker's interest: aborting ends the call at once, down to the socket. */
  readonly signal: AbortSignal;
  /** Whether the asker has gone: the same as `signal.aborted`, told without a signal. */
  readonly hasLeft?: boolean;
  /**
   * Milliseconds since the epoch (by the clock) at which the call fails with `timeout`, whatever it is doing then; no
   * retry starts that would have to wait past it. Read anew each time it matters, so it may move.
   */
  readonly deadlineAt: number;
  /** Whether the asker itself aborts its signal when the deadline passes. */
  readonly endsAtDeadline?: boolean;
  /** Called before each attempt, retries included. May throw, and then nothing is sent. */
  onAttempt?: () => void;
  /** `poll` yields to `interactive` when the account's limits are near. Default `interactive`. */
  priority?: 'interactive' | 'poll';
}

/** Names a page of a list of the REST API: opaque, given by the page before it. */
export type PageKey = string & { readonly __brand: 'PageKey' };

/** One entry of a list. */
export interface ListItem<Item> {
  /**
   * Tells entries of a list apart: the item's id, or `json:` and a hash of its JSON where it has no usable one; with a
   * number behind it where the page has it more than once.
   */
  identity: string;
  /**
   * Creation time in ms since the epoch. An item without a readable date has that of the item before it
   * (of the next one that has a date, at the top of a page; 0 when no item of the page has one).
   */
  createdAtMs: number;
  /** Null when it lacks what every item must have (id, url, createdDate); `problem` then says what. */
  item: Item | null;
  problem: string | null;
}

/** One page of a list, newest first as far as the REST API keeps that order. Shared: never changed after parsing. */
export interface ListPage<Item> {
  items: readonly ListItem<Item>[];
  /** Null at the end of the list. */
  nextPageKey: PageKey | null;
}

/** A stretch of a list that is read by position. Shared: never changed after parsing. */
export interface ListSlice<Item> {
  items: readonly ListItem<Item>[];
  /** How many entries the whole list has; null when that is not told. */
  total: number | null;
}
