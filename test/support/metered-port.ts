import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A port of its own in front of another, that counts what comes back. Disposing closes it and its connections. */
export interface MeteredPort extends AsyncDisposable {
  readonly port: number;
  /** Bytes of all answers so far, headers included. */
  receivedBytes(): number;
}

/** Opens a metered port in front of a port of this machine. */
export async function openMeteredPort(target: number): Promise<MeteredPort> {
  let receivedBytes = 0;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    far.on('data', (chunk) => {
      receivedBytes += chunk.byteLength;
    });
    near.pipe(far).pipe(near);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    port: (server.address() as AddressInfo).port,
    receivedBytes: () => receivedBytes,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
