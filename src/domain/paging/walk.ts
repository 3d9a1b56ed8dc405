import { setImmediate } from 'node:timers/promises';
import type { ListItem } from '../../upstream/call.ts';
import type { Operation } from '../operation.ts';
import type { Tenant } from '../tenant.ts';
import { type Chain, openChain, placeOf, type Stand } from './chain.ts';
import { type Connection, type ConnectionArguments, type Edge, WalkedConnection } from './connection.ts';
import { openCursor, sealCursor } from './cursor.ts';
import type { ListFilter } from './list-filter.ts';
import type { Pages } from './pages.ts';
import { createLoggedPageReader, isCallBudgetSpent } from './seek.ts';

/**
 * A stretch of a list as a Relay connection.
 *
 * However items are added at the top or removed between two calls, the stretches that follow one another's cursors
 * repeat nothing and miss nothing that was there throughout.
 *
 * @throws {GatewayError} `INVALID_CURSOR`, `UPSTREAM_CALL_BUDGET_EXCEEDED` when not even one page could be read.
 * @throws {UpstreamError} when a page cannot be read.
 */
export async function walkConnection<Item>(
  pages: Pages<Item>,
  tenant: Tenant,
  { first, after }: ConnectionArguments,
  operation: Operation,
  filter: ListFilter<NoInfer<Item>> | null = null,
): Promise<Connection<Item>> {
  const reader = createLoggedPageReader(pages, tenant, operation.log);
  const place = after === null ? null : openCursor(tenant, pages.kind, after);
  const chain = await openChain(reader, { place, endsBelowMs: filter?.endsBelowMs });
  return mergeChains([chain], { first, after, filter }, ([stand], isCut) =>
    sealCursor(tenant, pages.kind, placeOf(stand as Stand<Item>, isCut)),
  );
}

/** How a walk's position becomes a cursor: of each chain its stand, null at its list's end. */
export type SealStands<Item> = (stands: readonly (Stand<Item> | null)[], isCut: boolean) => string;

/**
 * A stretch of several lists as one: by date, newest first, of equal dates the earlier chain's first; within each chain in
 * the order of its list. What the filter does not accept is passed over in the same order, so that a cursor names the
 * same place under any filter.
 */
export async function mergeChains<Item>(
  chains: readonly Chain<Item>[],
  { first, after, filter }: ConnectionArguments & { filter: ListFilter<Item> | null },
  seal: SealStands<Item>,
): Promise<Connection<Item>> {
  const edges: Edge<Item>[] = [];
  const accepts = filter?.accepts ?? (() => true);
  let pagesLeft = (filter?.maxPages ?? Number.POSITIVE_INFINITY) - chains.length;
  let isCut = false;

  while (edges.length < first) {
    const { newest, exhausted } = lookAt(chains);
    if (exhausted) {
      isCut = pagesLeft-- <= 0 || !(await turnPage(exhausted));
      if (isCut) break;
      // Pages that are kept come without a pause, and a filter may look through many: others have their turn.
      if (filter) await setImmediate();
      continue;
    }
    if (!newest) break;
    const place = newest.take();
    if (accepts(place)) edges.push(new WalkedEdge(seal, standsOf(chains), place));
  }

  return new WalkedConnection(
    edges,
    {
      hasNextPage: isCut || chains.some((chain) => chain.hasMorePages() || chain.remaining().some(accepts)),
      hasPreviousPage: after !== null,
      truncated: isCut,
    },
    isCut ? new CutEnd(seal, standsOf(chains)) : (edges.at(-1) ?? null),
  );
}

/** False when the operation may make no further call. */
async function turnPage(chain: Chain<unknown>): Promise<boolean> {
  try {
    await chain.turnPage();
    return true;
  } catch (error) {
    if (!isCallBudgetSpent(error)) throw error;
    return false;
  }
}

/** The chain whose next item is the newest, and one that has to turn a page before that is certain. */
function lookAt<Item>(chains: readonly Chain<Item>[]) {
  let newest: Chain<Item> | null = null;
  let exhausted: Chain<Item> | null = null;
  for (const chain of chains) {
    if (!chain.peek()) {
      if (chain.hasMorePages()) exhausted = chain;
    } else if (!newest || chain.nextDateMs() > newest.nextDateMs()) newest = chain;
  }
  return { newest, exhausted };
}

function standsOf<Item>(chains: readonly Chain<Item>[]): (Stand<Item> | null)[] {
  return chains.map((chain) => chain.stand());
}

class WalkedEdge<Item> implements Edge<Item> {
  readonly #seal: SealStands<Item>;
  readonly #stands: readonly (Stand<Item> | null)[];
  readonly place: ListItem<Item>;

  constructor(seal: SealStands<Item>, stands: readonly (Stand<Item> | null)[], place: ListItem<Item>) {
    this.#seal = seal;
    this.#stands = stands;
    this.place = place;
  }

  get cursor(): string {
    return this.#seal(this.#stands, false);
  }
}

/** Where a walk was cut. */
class CutEnd<Item> {
  readonly #seal: SealStands<Item>;
  readonly #stands: readonly (Stand<Item> | null)[];

  constructor(seal: SealStands<Item>, stands: readonly (Stand<Item> | null)[]) {
    this.#seal = seal;
    this.#stands = stands;
  }

  get cursor(): string {
    return this.#seal(this.#stands, true);
  }
}
