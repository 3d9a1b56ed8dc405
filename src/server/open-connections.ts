/** A connection that stays open until somebody leaves: an event stream or a WebSocket. */
export interface OpenConnection {
  /** Lets the client go, in such a way that it comes again, once it has what it is owed. */
  leave(): void;
  /** Ends the connection at once. */
  cut(): void;
}

/** The connections that are open. */
export interface OpenConnections {
  /**
   * Takes note of one. When the process already drains, it is asked to leave at once.
   *
   * @returns to be called when it has closed.
   */
  add(connection: OpenConnection): () => void;
  readonly size: number;
  /** Asks every client to leave, and from now on every one that comes. */
  leaveAll(): void;
  cutAll(): void;
}

/** An empty register. */
export function createOpenConnections(): OpenConnections {
  const open = new Set<OpenConnection>();
  let leaving = false;
  return {
    add(connection) {
      open.add(connection);
      if (leaving) connection.leave();
      return () => open.delete(connection);
    },
    get size() {
      return open.size;
    },
    leaveAll() {
      leaving = true;
      for (const connection of open) connection.leave();
    },
    cutAll() {
      for (const connection of open) connection.cut();
    },
  };
}
