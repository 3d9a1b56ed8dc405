import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createLog, describeError } from '../../src/server/log.ts';
import { Secret } from '../../src/server/secret.ts';
import { KEY, startServing } from './serving.ts';

function openLog(secrets: Secret[] = []) {
  const lines: string[] = [];
  const log = createLog({ level: 'info', secrets, destination: { write: (line) => void lines.push(line) } });
  return { log, text: () => lines.join('') };
}

describe('a secret', () => {
  test('shows itself only to those who ask for it by name', () => {
    const secret = new Secret('open sesame');
    const shown = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect(secret),
      inspect({ deep: [secret] }),
    ];
    expect(shown.join()).not.toContain('sesame');
    expect(shown.join()).toContain('[secret]');
    expect(Object.entries(secret)).toEqual([]);
    expect(secret.reveal()).toBe('open sesame');
  });
});

describe('a line of the log', () => {
  test('says of an operation what it was and cost, and nothing that its client wrote into it', async () => {
    await using gateway = await startServing();
    await gateway.send(
      {
        query: 'query Named($word: Word) { upstream(calls: 2) echo(word: $word) } # a prompt',
        variables: { word: 'SECRETWORD' },
      },
      { authorization: KEY, 'x-request-id': 'request-1', 'idempotency-key': 'my-key' },
    );
    expect(gateway.log).toEqual([
      {
        level: 'info',
        time: expect.any(String),
        msg: 'operation',
        requestId: 'request-1',
        type: 'query',
        name: 'Named',
        transport: 'http',
        principal: 'key',
        tenant: expect.stringMatching(/^[\w-]{22}$/),
        code: 'OK',
        durationMs: expect.any(Number),
        upstreamCalls: 2,
      },
    ]);
    expect(gateway.logText()).not.toMatch(/prompt|SECRETWORD|my-key|pictai_/);
  });

  test('calls a fault of the gateway by its name, also where a subscription fails to begin', async () => {
    await using gateway = await startServing();
    await gateway.send({ query: 'subscription { broken }' }, { accept: 'text/event-stream' });
    await expect
      .poll(() => gateway.log.find(({ msg }) => msg === 'operation'))
      .toMatchObject({ type: 'subscription', code: 'INTERNAL_SERVER_ERROR' });
  });

  test('holds no long names, no addresses and no headers of refused requests', async () => {
    await using gateway = await startServing();
    await gateway.send({ query: `query ${'N'.repeat(500)} { hello }` });
    await fetch(`${gateway.url}/pictai_in_path?query={secretInQuery}`, { headers: { authorization: KEY } });
    await fetch(`${gateway.url}?variables={secretInQuery}`, { headers: { authorization: KEY } });
    expect(gateway.log[0]).toMatchObject({ name: 'N'.repeat(60) });
    expect(gateway.log.slice(1)).toEqual([
      expect.objectContaining({ msg: 'request refused', path: null, status: 404, code: 'BAD_REQUEST' }),
      expect.objectContaining({ msg: 'request refused', path: '/graphql', status: 400, code: 'BAD_REQUEST' }),
    ]);
    expect(gateway.logText()).not.toMatch(/secretInQuery|pictai_/);
  });

  test('never holds a key, wherever a client has put it', async () => {
    await using gateway = await startServing();
    const inEverything = [
      gateway.send({ query: '{ hello }' }, { authorization: KEY, 'x-request-id': KEY }),
      gateway.send({ query: `{ crash(message: "about ${KEY}") }` }, { authorization: KEY }),
      gateway.send({ query: `query ${KEY} { hello }` }, { authorization: `Bearer ${KEY}` }),
      gateway.send({ query: '{ hello }', operationName: KEY }, { authorization: `Basic ${KEY}` }),
      gateway.send({ query: '{ hello }', extensions: { [KEY]: KEY } }),
      fetch(`${gateway.url}?query=${KEY}&key=${KEY}`, { headers: { authorization: KEY } }),
      fetch(`${gateway.url}/${KEY}`),
      fetch(gateway.url, { method: 'POST', headers: { 'content-type': KEY }, body: KEY }),
    ];
    for (const answer of await Promise.all(inEverything)) await answer.body?.cancel();
    expect(gateway.log.length).toBeGreaterThanOrEqual(inEverything.length);
    expect(gateway.logText()).not.toContain(KEY);
  });

  test('has secrets blotted out, as they are and as JSON writes them', () => {
    const { log, text } = openLog([new Secret('back\\slash')]);
    log.info({ note: 'back\\slash', bearer: 'Bearer abc.def' }, 'key pictai_abc, more');
    expect(JSON.parse(text())).toMatchObject({
      note: '[secret]',
      bearer: 'Bearer [secret]',
      msg: 'key pictai_[secret], more',
    });
  });
});

describe('an error in the log', () => {
  test('is told by kind and place, with its causes', () => {
    const cause = new TypeError('inner');
    expect(describeError(new Error('outer', { cause }))).toEqual({
      type: 'Error',
      message: 'outer',
      stack: expect.arrayContaining([expect.stringMatching(/^at .*log\.test\.ts/)]),
      cause: { type: 'TypeError', message: 'inner', stack: expect.any(Array) },
    });
  });

  test('does not say what parsers and validators quote', () => {
    const parse = (text: string) => {
      try {
        return JSON.parse(text);
      } catch (error) {
        return JSON.stringify(describeError(error));
      }
    };
    expect(parse('{"prompt": a lighthouse}')).not.toMatch(/prompt|lighthouse/);
    expect(describeError(new Error('cannot represent value: "a \\"lighthouse\\"" here')).message).toBe(
      'cannot represent value: "…" here',
    );
    expect(describeError(new Error('cut off: "a lighth')).message).toBe('cut off: "…"');
  });

  test('may be anything', () => {
    expect(describeError('text')).toMatchObject({ type: 'string' });
    expect(describeError(undefined)).toMatchObject({ type: 'undefined' });
  });
});
