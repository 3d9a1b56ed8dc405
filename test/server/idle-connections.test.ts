import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test, vi } from 'vitest';
import { watchIdleConnections } from '../../src/server/http/idle-connections.ts';

test('a connection whose client has left in the middle of an answer is forgotten', async () => {
  const server = createServer((_request, response) => response.write('the beginning of an answer'));
  const connections = watchIdleConnections(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const requested = once(server, 'request') as Promise<[unknown, ServerResponse]>;
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  const [, response] = await requested;
  const { socket } = response;
  await once(client, 'data');

  client.destroy();
  await once(response, 'close');

  // What is still known is ended now.
  const destroy = vi.spyOn(socket as NonNullable<typeof socket>, 'destroy');
  connections.end();
  expect(destroy).not.toHaveBeenCalled();
  server.close();
});
