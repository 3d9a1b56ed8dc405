import { once } from 'node:events';
import { connect } from 'node:net';
import { createClient } from 'graphql-ws';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startServing, type TestServing } from './serving.ts';

const EVENTS = { accept: 'text/event-stream' };

/** The bytes of an answer until it ends; `cut`: without an end. */
async function readToEnd(answer: Response): Promise<{ text: string; cut: boolean }> {
  let text = '';
  try {
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
    return { text, cut: false };
  } catch {
    return { text, cut: true };
  }
}

/** A WebSocket that has introduced itself, and what comes over it. */
async function openSocket(gateway: TestServing) {
  const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws');
  const messages: Record<string, unknown>[] = [];
  socket.on('message', (message) => messages.push(JSON.parse(String(message))));
  const closed = once(socket, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  messages.length = 0;
  const subscribe = (id: string, query: string) =>
    socket.send(JSON.stringify({ type: 'subscribe', id, payload: { query } }));
  return { socket, messages, closed, subscribe };
}

describe('a process that drains', () => {
  test('finishes the answers and the POSTs that are under way, then is done', async () => {
    await using gateway = await startServing();
    const answer = gateway.send({ query: 'mutation { slowWrite }' });
    await gateway.happened('slowWrite begins');
    const drained = gateway.drain();
    await gateway.happened('studio drains');
    await gateway.happened('jobs drain');
    expect(await Promise.race([drained, 'not yet'])).toBe('not yet');
    gateway.release();
    expect(await (await answer).json()).toMatchObject({ data: { slowWrite: 'slowWrite' } });
    expect(await drained).toBe(true);
  });

  test('takes no new connection', async () => {
    await using gateway = await startServing();
    const answer = gateway.sendOnce({ query: '{ slow }' });
    await gateway.happened('slow begins');
    const drained = gateway.drain();
    await expect(gateway.send({ query: '{ hello }' })).rejects.toThrow('fetch failed');
    gateway.release();
    await answer;
    await drained;
  });

  test('turns away what still comes over old connections, and says that it is not ready', async () => {
    await using gateway = await startServing();
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await once(socket, 'connect');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    const ask = (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    ask('/graphql?query=%7Bslow%7D');
    await gateway.happened('slow begins');
    const drained = gateway.drain();
    ask('/ready');
    ask('/graphql?query=%7Bhello%7D');
    while (!gateway.logText().includes('SHUTTING_DOWN')) await new Promise(setImmediate);
    gateway.release();
    await once(socket, 'close');
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status);
    expect(statuses).toEqual(['200', '503', '503']);
    expect(text).toContain('"ready":false,"draining":true');
    expect(text).toContain('"code":"SHUTTING_DOWN","retryable":true');
    expect(await drained).toBe(true);
  });

  test('does not wait for connections on which nothing happens', async () => {
    await using gateway = await startServing();
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    await once(socket, 'connect');
    gateway.release();
    expect(await gateway.drain()).toBe(true);
  });

  test('cuts event streams without a word of completion, so that clients come again', async () => {
    await using gateway = await startServing();
    const answer = await gateway.send({ query: 'subscription { forever }' }, EVENTS);
    const read = readToEnd(answer);
    await gateway.happened('forever begins');
    gateway.release();
    expect(await gateway.drain()).toBe(true);
    const { text, cut } = await read;
    expect(cut).toBe(true);
    expect(text).toContain('event: next');
    expect(text).not.toContain('complete');
    await gateway.happened('forever ends');
  });

  test('cuts shared event streams once the results they owe are sent', async () => {
    await using gateway = await startServing();
    const url = `${gateway.url}/stream`;
    const token = { 'x-graphql-event-stream-token': await (await fetch(url, { method: 'PUT' })).text() };
    const read = readToEnd(await fetch(url, { headers: { ...EVENTS, ...token } }));
    for (const [id, query] of [
      ['write', 'mutation { slowWrite }'],
      ['watch', 'subscription { forever }'],
    ]) {
      const body = JSON.stringify({ query, extensions: { operationId: id } });
      await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...token }, body });
    }
    await gateway.happened('slowWrite begins');
    await gateway.happened('forever begins');
    const drained = gateway.drain();
    await gateway.happened('jobs drain');
    gateway.release();
    expect(await drained).toBe(true);
    const { text } = await read;
    expect(text).toContain('{"id":"write","payload":{"data":{"slowWrite":"slowWrite"}');
    expect(text).toContain('event: complete\ndata: {"id":"write"}');
    expect(text).not.toContain('event: complete\ndata: {"id":"watch"}');
  });

  test('closes WebSockets with a reason to connect again, once the results they owe are sent', async () => {
    await using gateway = await startServing();
    const idle = await openSocket(gateway);
    const watching = await openSocket(gateway);
    watching.subscribe('watch', 'subscription { forever }');
    const writing = await openSocket(gateway);
    writing.subscribe('watch', 'subscription { forever }');
    writing.subscribe('write', 'mutation { slowWrite }');
    await gateway.happened('slowWrite begins');
    while (watching.messages.length === 0) await once(watching.socket, 'message');

    const drained = gateway.drain();
    const restart = { code: 1012, reason: 'Service restart' };
    expect(await idle.closed).toEqual(restart);
    expect(await watching.closed).toEqual(restart);
    expect(writing.socket.readyState).toBe(WebSocket.OPEN);
    gateway.release();
    expect(await writing.closed).toEqual(restart);
    expect(await drained).toBe(true);

    expect(watching.messages.map(({ type }) => type)).toEqual(['next']);
    expect(writing.messages.filter(({ id }) => id === 'write')).toMatchObject([
      { type: 'next', payload: { data: { slowWrite: 'slowWrite' } } },
      { type: 'complete' },
    ]);
    expect(writing.messages.filter(({ id, type }) => id === 'watch' && type === 'complete')).toEqual([]);
  });

  test('is for graphql-ws’ own client a reason to connect again and subscribe anew', async () => {
    await using former = await startServing();
    await using latter = await startServing();
    let url = former.url;
    const client = createClient({
      url: () => url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryWait: async () => {},
    });
    const events = client.iterate({ query: 'subscription { forever }' });
    expect((await events.next()).value).toMatchObject({ data: { forever: 1 } });
    url = latter.url;
    former.release();
    await former.drain();
    expect((await events.next()).value).toMatchObject({ data: { forever: 1 } });
    expect(latter.events).toEqual(['forever begins']);
    await client.dispose();
  });

  test('lets what may have been paid for run past the limit', async () => {
    await using gateway = await startServing({ DRAIN_LIMIT_MS: '0' });
    const drained = gateway.drain();
    await gateway.happened('jobs drain');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(gateway.events).not.toContain('studio drained');
    expect(await Promise.race([drained, 'not yet'])).toBe('not yet');
    gateway.releasePosts();
    await drained;
    expect(gateway.events).toContain('studio drained');
  });

  test('ends after its limit whatever is still under way, and says so', async () => {
    await using gateway = await startServing({ DRAIN_LIMIT_MS: '50' });
    const answer = gateway.send({ query: '{ slow }' });
    const cut = expect(answer).rejects.toThrow();
    await gateway.happened('slow begins');
    const { subscribe, closed } = await openSocket(gateway);
    subscribe('1', 'mutation { slowWrite }');
    await gateway.happened('slowWrite begins');
    gateway.releasePosts();
    expect(await gateway.drain()).toBe(false);
    await cut;
    expect(await closed).toMatchObject({ code: 1006 });
    await gateway.happened('slow aborted');
    await gateway.happened('slowWrite aborted');
  });
});
