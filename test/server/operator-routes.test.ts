import { createClient } from 'graphql-ws';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Graphiql } from '../../src/server/graphiql.ts';
import { KEY, startServing } from './serving.ts';

const at = (gateway: { url: string }, path: string) => new URL(path, gateway.url);

describe('an operator', () => {
  test('sees that the process lives and takes traffic', async () => {
    await using gateway = await startServing();
    const health = await fetch(at(gateway, '/health'));
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const ready = await fetch(at(gateway, '/ready'));
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { ready: true, draining: false, openConnections: 0, uptimeSeconds: expect.any(Number) },
    ]);
    expect((await fetch(at(gateway, '/ready'), { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(at(gateway, '/health'), { method: 'POST' })).status).toBe(405);
  });

  test('reads numbers whose labels no client can choose', async () => {
    await using gateway = await startServing();
    await gateway.send({ query: 'query ChosenByClient { hello }' }, { authorization: KEY });
    await gateway.send({ query: '{ fail(code: "UPSTREAM_TIMEOUT") }' });
    await gateway.send({ query: '{' });
    await fetch(at(gateway, '/chosen-by-client?query=secret'));
    const answer = await fetch(at(gateway, '/metrics'));
    expect(answer.headers.get('content-type')).toContain('text/plain');
    const text = await answer.text();
    const operations = text
      .split('\n')
      .filter((line) => line.startsWith('pictory_graphql_operations_total{'));
    expect(operations).toEqual([
      'pictory_graphql_operations_total{type="query",transport="http",code="OK"} 1',
      'pictory_graphql_operations_total{type="query",transport="http",code="UPSTREAM_TIMEOUT"} 1',
      'pictory_graphql_operations_total{type="invalid",transport="http",code="GRAPHQL_PARSE_FAILED"} 1',
    ]);
    expect(text).toContain('pictory_graphql_refused_requests_total{code="BAD_REQUEST",status="404"} 1');
    expect(text).not.toMatch(/ChosenByClient|chosen-by-client|secret|pictai_/);
  });

  test('sees how many subscriptions and WebSockets are open', async () => {
    await using gateway = await startServing();
    const open = async () => {
      const text = await (await fetch(at(gateway, '/metrics'))).text();
      return text.split('\n').filter((line) => /^pictory_graphql_(subscriptions|websockets)/.test(line));
    };
    const client = createClient({ url: gateway.url.replace('http', 'ws'), webSocketImpl: WebSocket });
    const events = client.iterate({ query: 'subscription { forever }' });
    await events.next();
    expect(await open()).toEqual([
      'pictory_graphql_subscriptions{transport="websocket"} 1',
      'pictory_graphql_websockets 1',
    ]);
    await events.return?.(undefined);
    await gateway.happened('forever ends');
    await client.dispose();
    while ((await open())[1] !== 'pictory_graphql_websockets 0') await new Promise(setImmediate);
    expect(await open()).toContain('pictory_graphql_subscriptions{transport="websocket"} 0');
  });

  test('may keep the numbers for those who have a token', async () => {
    await using gateway = await startServing({ METRICS_TOKEN: 'scrape-me' });
    const status = async (headers: Record<string, string>) =>
      (await fetch(at(gateway, '/metrics'), { headers })).status;
    expect(await status({})).toBe(401);
    expect(await status({ authorization: 'Bearer wrong' })).toBe(401);
    expect(await status({ authorization: 'scrape-me' })).toBe(401);
    expect(await status({ authorization: 'Bearer scrape-me' })).toBe(200);
  });
});

describe('the bare host', () => {
  const graphiql: Graphiql = { handle: () => false };
  const open = (gateway: { url: string }, accept: string) =>
    fetch(at(gateway, '/'), { headers: { accept }, redirect: 'manual' });

  test('sends browsers to the editor where there is one', async () => {
    await using gateway = await startServing({}, { graphiql });
    const answer = await open(gateway, 'text/html,*/*;q=0.8');
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/graphql']);
    expect((await open(gateway, 'application/json')).status).toBe(404);
  });

  test('is nothing elsewhere', async () => {
    await using gateway = await startServing();
    expect((await open(gateway, 'text/html')).status).toBe(404);
  });
});
