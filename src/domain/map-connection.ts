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
  const { place } = edge;
  return {
    place: { ...place, item: place.item === null ? null : view(place.item) },
    get cursor() {
      return edge.cursor;
    },
  };
}
