import type { ListItem } from '../../upstream/call.ts';

/** What a walk of a list keeps of it. */
export interface ListFilter<Item> {
  accepts(entry: ListItem<Item>): boolean;
  /** Nothing before this date is accepted: the walk ends there. Ms since the epoch; undefined: it has no such end. */
  endsBelowMs?: number | undefined;
  /** How many pages one walk may look through. */
  maxPages: number;
}
