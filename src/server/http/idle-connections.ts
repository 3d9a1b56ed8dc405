import type { Server, ServerResponse } from 'node:http';
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
  /** Not those that were upgraded: they are never idle. */
  const connections = new Set<Socket>();
  let ending = false;

  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    if (ending) socket.destroy();
  });
  server.on('upgrade', (_request, socket) => connections.delete(socket as Socket));

  function endAfterAnswers(socket: Socket): void {
    const answer = answerUnderWay(socket);
    if (answer) answer.once('close', () => endAfterAnswers(socket));
    else socket.destroySoon();
  }

  return {
    end() {
      ending = true;
      for (const socket of connections) {
        if (answerUnderWay(socket)) endAfterAnswers(socket);
        else socket.destroy();
      }
    },
  };
}

/** Node keeps the answer that is being given here, without documenting it (as of Node 24). To count answers would cost listeners on each. */
function answerUnderWay(socket: Socket): ServerResponse | null {
  return (socket as { _httpMessage?: ServerResponse | null })._httpMessage ?? null;
}
