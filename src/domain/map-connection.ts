import type { ListItem } from '../upstream/call.ts';
import { type Connection, type Edge, WalkedConnection } from './connection.ts';

/** The same stretch with its items seen otherwise. Cursors stay unsealed until they are read. */
export function mapConnection<From, To>(
  connection: Connection<From>,
  view: (item: From) => To,
): Connection<To> {
  const edges = connection.edges.map((edge) => new MappedEdge(edge, view));
  return new WalkedConnection(edges, connection, new EndOf(connection));
}

class MappedEdge<From, To> implements Edge<To> {
  readonly #edge: Edge<From>;
  readonly place: ListItem<To>;

  constructor(edge: Edge<From>, view: (item: From) => To) {
    const { identity, createdAtMs, item, problem } = edge.place;
    this.#edge = edge;
    this.place = { identity, createdAtMs, item: item === null ? null : view(item), problem };
  }

  get cursor(): string {
    return this.#edge.cursor;
  }
}

class EndOf {
  readonly #connection: Connection<unknown>;

  constructor(connection: Connection<unknown>) {
    this.#connection = connection;
  }

  get cursor(): string | null {
    return this.#connection.endCursor;
  }
}
