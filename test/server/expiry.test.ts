import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { openIssuer } from './issuer.ts';
import { startServing } from './serving.ts';

test('a WebSocket is closed when its JWT ends', async () => {
  await using id = await openIssuer();
  await using gateway = await startServing(id.environment, { clock: id.clock });
  const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
  const closed = once(socket, 'close');
  await once(socket, 'open');
  const authorization = `Bearer ${await id.token()}`;
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  await once(socket, 'message');
  await id.clock.advance(61_000);
  const [code, reason] = await closed;
  expect([code, String(reason)]).toEqual([4403, 'The token has expired']);
});

test('a JWT that lasts for years does not end at once', async () => {
  await using id = await openIssuer();
  await using gateway = await startServing(id.environment);
  const authorization = `Bearer ${await id.token({ exp: 9_999_999_999 })}`;
  const answer = await gateway.send(
    { query: 'subscription { count(to: 3) }' },
    { authorization, accept: 'text/event-stream' },
  );
  expect(await answer.text()).toMatch(/"count":3.*event: complete/s);
});

test('a WebSocket is not opened with a JWT that has ended', async () => {
  await using id = await openIssuer();
  await using gateway = await startServing(id.environment, { clock: id.clock });
  const authorization = `Bearer ${await id.token({ exp: 1_000_000_000 })}`;
  const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
  const [code] = await once(socket, 'close');
  expect(code).toBe(4403);
});

test('a subscription over events ends with its JWT, and says why', async () => {
  await using id = await openIssuer();
  await using gateway = await startServing(id.environment, { clock: id.clock });
  const authorization = `Bearer ${await id.token()}`;
  const answer = await gateway.send(
    { query: 'subscription { forever }' },
    { authorization, accept: 'text/event-stream' },
  );
  await gateway.happened('forever begins');
  await id.clock.advance(61_000);
  const text = await answer.text();
  expect(text).toContain('"code":"UNAUTHENTICATED"');
  expect(text).toMatch(/event: complete\ndata: \n\n$/);
  await gateway.happened('forever ends');
});

test('a token that cannot be checked is not taken for a wrong one', async () => {
  await using id = await openIssuer();
  await using gateway = await startServing(id.environment, { clock: id.clock });
  const authorization = `Bearer ${await id.token()}`;
  id.become('error');
  const answer = await gateway.send({ query: '{ principal }' }, { authorization });
  expect(await answer.json()).toMatchObject({
    data: { principal: null },
    errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } }],
  });
});
