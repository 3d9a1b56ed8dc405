import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Knows which connections of a server have nothing to do. */
export interface IdleConnections {
  /** Ends the idle ones, and from now on each as soon as it is idle. */
  end(): void;
}

/**
 * Watches the connections of an HTTP server. Node's own `closeIdleConnections` passes over those that have not sent a
 * request yet, which browsers open in advance.
 */
export function watchIdleConnections(server: Server): IdleConnections {
  /** By connection, how many requests are being answered on it. An upgraded connection is never idle. */
  const answering = new Map<Socket, number>();
  let ending = false;

  server.on('connection', (socket: Socket) => {
    answering.set(socket, 0);
    socket.once('close', () => answering.delete(socket));
    if (ending) socket.destroy();
  });
  server.on('request', ({ socket }, response) => {
    answering.set(socket, (answering.get(socket) ?? 0) + 1);
    response.once('close', () => {
      // Gone already, with a client that has left in the middle of its answer.
      if (!answering.has(socket)) return;
      const left = (answering.get(socket) ?? 1) - 1;
      answering.set(socket, left);
      if (ending && left === 0) socket.destroySoon();
    });
  });
  server.on('upgrade', (_request, socket) => answering.delete(socket as Socket));

  return {
    end() {
      ending = true;
      for (const [socket, requests] of answering) if (requests === 0) socket.destroy();
    },
  };
}
