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

test('answers under way are given before their connection ends, all that were asked for at once; the next is not taken', async () => {
  const responses: ServerResponse[] = [];
  const server = createServer((_request, response) => void responses.push(response));
  const connections = watchIdleConnections(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let heard = '';
  client.setEncoding('utf8').on('data', (text) => {
    heard += text;
  });
  client.write('GET /1 HTTP/1.1\r\nhost: a\r\n\r\nGET /2 HTTP/1.1\r\nhost: a\r\n\r\n');
  await vi.waitFor(() => expect(responses).toHaveLength(2));

  connections.end();
  responses[1]?.end('second');
  responses[0]?.end('first');
  await once(client, 'end');

  expect(heard).toMatch(/first.*second/s);
  client.destroy();
  server.close();
});

test('a connection that has sent nothing yet is idle', async () => {
  const server = createServer();
  const connections = watchIdleConnections(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(server, 'connection');

  connections.end();

  await once(client.resume(), 'close');
  server.close();
});
