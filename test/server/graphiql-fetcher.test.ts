import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';

// Written for browsers, without types; what it needs of a browser Node has too.
const { createFetcher } = await import(
  new URL('../../src/server/graphiql/browser/fetcher.js', import.meta.url).href
);

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Runs one operation against a server that answers so, until it ends. */
async function run(answer: (response: ServerResponse) => void, document = 'query { a }', headers = {}) {
  const requests: (IncomingMessage & { body?: string })[] = [];
  const server = createServer(async (request: IncomingMessage & { body?: string }, response) => {
    request.body = Buffer.concat(await request.toArray()).toString();
    requests.push(request);
    answer(response);
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });

  const answers: unknown[] = [];
  const seen: unknown[] = [];
  const fetcher = createFetcher({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    onAnswer: (value: unknown) => seen.push(value),
  });
  const end = await new Promise((resolve) => {
    const running = fetcher({ query: document, variables: { a: 1 } }, { headers });
    const observer = {
      next: (value: unknown) => {
        answers.push(value);
        if (value === 'stop') resolve(subscription.unsubscribe());
      },
      error: (error: Error) => resolve(error.message),
      complete: () => resolve('complete'),
    };
    const subscription = running.subscribe(observer);
  });
  expect(seen).toEqual(answers);
  return { answers, end, request: requests[0] };
}

function sendEvents(response: ServerResponse, ...chunks: string[]) {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const chunk of chunks) response.write(chunk);
}

test('a query is one POST of JSON with the headers of the editor', async () => {
  const { answers, end, request } = await run(
    (response) =>
      response
        .writeHead(200, { 'content-type': 'application/graphql-response+json' })
        .end('{"data":{"a":1}}'),
    'query { a }',
    { Authorization: 'pictai_mine' },
  );
  expect([answers, end]).toEqual([[{ data: { a: 1 } }], 'complete']);
  expect(request?.method).toBe('POST');
  expect(request?.headers).toMatchObject({
    authorization: 'pictai_mine',
    accept: 'application/graphql-response+json, application/json;q=0.9, text/event-stream;q=0.8',
    'content-type': 'application/json',
  });
  expect(JSON.parse(request?.body ?? '')).toEqual({ query: 'query { a }', variables: { a: 1 } });
});

test('errors of a refused request are shown like any answer', async () => {
  const { answers, end } = await run((response) =>
    response.writeHead(400, { 'content-type': 'application/json' }).end('{"errors":[{"message":"no"}]}'),
  );
  expect([answers, end]).toEqual([[{ errors: [{ message: 'no' }] }], 'complete']);
});

test('an answer that is not JSON is an error with its status and text', async () => {
  const { answers, end } = await run((response) =>
    response.writeHead(502, { 'content-type': 'text/html' }).end('<b>Bad'),
  );
  expect([answers, end]).toEqual([[], 'HTTP 502: <b>Bad']);
});

test('a subscription reads events as they come, however they are cut, and ends with complete', async () => {
  const { answers, end, request } = await run(
    (response) => {
      sendEvents(
        response,
        ':\n\nevent: next\ndata: {"da',
        'ta":{"a":1}}\n',
        '\n:\n\nevent: next\ndata: {"data":{"a":2}}\n\nevent: complete\ndata: \n\n',
      );
      response.end();
    },
    'subscription { a }',
    { Authorization: 'pictai_mine' },
  );
  expect([answers, end]).toEqual([[{ data: { a: 1 } }, { data: { a: 2 } }], 'complete']);
  expect(request?.headers).toMatchObject({ authorization: 'pictai_mine' });
});

test('a stream that is cut is an error, not an end', async () => {
  const { answers, end } = await run((response) => {
    sendEvents(response, 'event: next\ndata: {"data":{"a":1}}\n\n');
    response.end();
  }, 'subscription { a }');
  expect(answers).toEqual([{ data: { a: 1 } }]);
  expect(end).toContain('cut before it was complete');
});

test('stopping ends the request at once, without an error', async () => {
  let left: Promise<void> | undefined;
  const { end } = await run((response) => {
    left = new Promise((resolve) => response.on('close', resolve));
    sendEvents(response, 'event: next\ndata: "stop"\n\n');
  }, 'subscription { a }');
  expect(end).toBeUndefined();
  await expect(left).resolves.toBeUndefined();
});
