import type { InterfaceRef, ObjectRef } from '@pothos/core';
import { GatewayError } from '../domain/errors.ts';
import type { Connection, ConnectionArguments, Edge } from '../domain/paging/connection.ts';
import { builder } from './builder.ts';
import { PAID_BY_PARENT, readOfPage } from './complexity.ts';

type SchemaTypes = (typeof builder)['$inferSchemaTypes'];

const DEFAULT_FIRST = 20;
const MAX_FIRST = 1000;

const PageInfo = builder.objectRef<Connection<unknown>>('PageInfo').implement({
  description:
    "Where a page of a list stands. Lists are paged forward only: Pictory's API knows no way back.",
  extensions: { directives: { shareable: [{}] } },
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', {
      nullable: false,
      description:
        'Whether to go on with `after: endCursor`. As a rule Pictory tells only whether there is another page, not whether anything is on it: the last page may turn out empty.',
    }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      nullable: false,
      description: 'Whether this page was asked for with `after`. There is no paging backwards.',
    }),
    startCursor: t.exposeString('startCursor', {
      description: 'Cursor of the first edge. Null without edges.',
    }),
    endCursor: t.exposeString('endCursor', {
      description:
        'Where to go on: pass it as `after`. Usually the cursor of the last edge; with `truncated`, the last place searched, even if nothing was found. Null when there was nothing to search.',
    }),
  }),
});

/**
 * The connection over nodes of one type, and its edges: forward only, cursors sealed only where selected.
 *
 * @param essentials what an entry must have to be shown.
 * @param list whose list it is, and in which order.
 */
export function connectionOf<Name extends string, Item extends object>(
  name: Name,
  items: string,
  node: ObjectRef<SchemaTypes, Item> | InterfaceRef<SchemaTypes, Item>,
  essentials: string,
  { service, order } = { service: 'Pictory', order: 'newest first' },
) {
  const nullNode = `Null, with an error at its path, for an entry that ${service} lists without ${essentials}.`;
  /** An executor takes an Error among the values of a list as a null with an error at its path. */
  const nodeOf = ({ place }: Edge<Item>): Item => {
    if (place.item !== null) return place.item;
    const message = `${service} lists an entry that cannot be shown: ${place.problem ?? 'it is malformed'}`;
    return new GatewayError('UPSTREAM_INVALID_RESPONSE', message, { retryable: false }) as never;
  };
  const EdgeRef = builder.objectRef<Edge<Item>>(`${name}Edge`).implement({
    description: `One of the ${items} of a page, and its place in the list.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', {
        nullable: false,
        description:
          'Names this place in the list, for `after`. Opaque, and of use only to the account that got it. Computed only when selected: `pageInfo.endCursor` is enough for paging.',
      }),
      // The cast: Pothos cannot work out its result type for a type parameter.
      node: t.field({ type: node, description: nullNode, resolve: (edge) => nodeOf(edge) as never }),
    }),
  });
  return builder.objectRef<Connection<Item>>(`${name}Connection`).implement({
    description: `A page of ${items}, ${order}.`,
    fields: (t) => ({
      edges: t.field({
        type: [EdgeRef],
        nullable: false,
        ...PAID_BY_PARENT,
        description: `The ${items} of this page, each with its cursor.`,
        resolve: (connection) => connection.edges,
      }),
      nodes: t.field({
        type: [node],
        nullable: { list: false, items: true },
        ...PAID_BY_PARENT,
        description: `The ${items} of this page without their cursors, in the same order. ${nullNode}`,
        resolve: (connection) => connection.edges.map(nodeOf),
      }),
      pageInfo: t.field({
        type: PageInfo,
        nullable: false,
        description: 'Whether there is more, and where to go on.',
        resolve: (connection) => connection,
      }),
      truncated: t.exposeBoolean('truncated', {
        nullable: false,
        description:
          'True when the search stopped before `first` items were found, because one request looks through only so many pages of the REST API. Not an error: what was found is here, perhaps nothing, and `after: endCursor` goes on.',
      }),
    }),
  });
}

const PICTORY_PAGES = {
  reading: 'Pictory is read 100 at a time, whatever this says.',
  after: 'Return what follows this cursor. Without it, the list starts at its newest entry.',
};

/** The arguments of every connection field. @param about what `first` makes the gateway read, and what `after` takes. */
export function connectionArguments(items: string, about = PICTORY_PAGES) {
  return builder.args((t) => ({
    first: t.int({
      defaultValue: DEFAULT_FIRST,
      description: `How many ${items} to return, from 1 to ${MAX_FIRST}. ${about.reading}`,
    }),
    after: t.string({ description: about.after }),
  }));
}

/** @throws {GatewayError} `BAD_USER_INPUT` when `first` is out of range. */
export function toConnectionArguments(asked: {
  first?: number | null | undefined;
  after?: string | null | undefined;
}): ConnectionArguments {
  const first = asked.first ?? DEFAULT_FIRST;
  if (first < 1 || first > MAX_FIRST) {
    throw new GatewayError('BAD_USER_INPUT', `first is ${first}; it must be from 1 to ${MAX_FIRST}.`);
  }
  return { first, after: asked.after ?? null };
}

/** What a connection field costs: see complexity.ts. */
export const CONNECTION_COST = readOfPage(DEFAULT_FIRST, MAX_FIRST);
