import type { Connection, Edge } from './connection.ts';

/** The same stretch with its items seen otherwise. Cursors stay unsealed until they are read. */
export function mapConnection<From, To>(
  connection: Connection<From>,
  view: (item: From) => To,
): Connection<To> {
  const { hasNextPage, hasPreviousPage, truncated } = connection;
  return {
    edges: connection.edges.map((edge) => mapEdge(edge, view)),
    hasNextPage,
    hasPreviousPage,
    truncated,
    get startCursor() {
      return connection.startCursor;
    },
    get endCursor() {
      return connection.endCursor;
    },
  };
}

function mapEdge<From, To>(edge: Edge<From>, view: (item: From) => To): Edge<To> {
  const { identity, createdAtMs, item, problem } = edge.place;
  return {
    place: { identity, createdAtMs, item: item === null ? null : view(item), problem },
    get cursor() {
      return edge.cursor;
    },
  };
}
