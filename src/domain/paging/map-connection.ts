import type { ListItem } from '../../upstream/call.ts';
import type { Connection, Edge } from './connection.ts';

/** The same stretch with its items seen otherwise. Cursors stay unsealed until they are read. */
export function mapConnection<From, To>(
  connection: Connection<From>,
  view: (item: From) => To,
): Connection<To> {
  return new MappedConnection(connection, view);
}

class MappedConnection<From, To> implements Connection<To> {
  readonly #connection: Connection<From>;
  readonly edges: readonly Edge<To>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly truncated: boolean;

  constructor(connection: Connection<From>, view: (item: From) => To) {
    this.#connection = connection;
    this.edges = connection.edges.map((edge) => new MappedEdge(edge, view));
    this.hasNextPage = connection.hasNextPage;
    this.hasPreviousPage = connection.hasPreviousPage;
    this.truncated = connection.truncated;
  }

  get startCursor(): string | null {
    return this.#connection.startCursor;
  }

  get endCursor(): string | null {
    return this.#connection.endCursor;
  }
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
