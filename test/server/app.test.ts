import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { SAMPLE_API_KEY } from '../../src/sandbox/sandbox.ts';
import { createApp } from '../../src/server/app.ts';
import { ConfigError, readConfig } from '../../src/server/config.ts';
import { createLog } from '../../src/server/log.ts';
import { OTHER_API_KEY, startSandbox } from '../support/sandbox.ts';

/** The whole gateway on a simulated Pictory. */
async function startApp(baseUrl: string, environment: Record<string, string> = {}) {
  const lines: string[] = [];
  const log = createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } });
  const config = readConfig({ PORT: '0', PICTORY_BASE_URL: baseUrl, ...environment });
  const app = await createApp({ config, log });
  const send = async (asked: object, authorization: string | null = SAMPLE_API_KEY) => {
    const answer = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization === null ? {} : { authorization }) },
      body: JSON.stringify(asked),
    });
    return (await answer.json()) as { data: Record<string, never>; errors?: object[]; extensions: object };
  };
  return {
    ...app,
    logText: () => lines.join(''),
    send,
    ask: (query: string, authorization?: string | null) => send({ query }, authorization),
  };
}

async function fileWith(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pictory-graphql-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'file.json');
  await writeFile(path, text);
  return path;
}

describe('the whole gateway', () => {
  test('serves two callers at the same moment, each with its own library', async () => {
    await using sandbox = await startSandbox();
    await using app = await startApp(sandbox.url);
    const query = '{ images(first: 3) { nodes { id } } }';
    const keys = Array.from({ length: 20 }, (_, index) => (index % 2 ? SAMPLE_API_KEY : OTHER_API_KEY));
    const answers = await Promise.all(keys.map((key) => app.ask(query, key)));
    const seen = keys.map((key, index) => [key, JSON.stringify(answers[index]?.data)] as const);
    const [sample, other] = [SAMPLE_API_KEY, OTHER_API_KEY].map(
      (key) => new Set(seen.filter(([asker]) => asker === key).map(([, data]) => data)),
    );
    expect([sample?.size, other?.size]).toEqual([1, 1]);
    expect([...(sample ?? [])][0]).toContain('Image:');
    expect(sample).not.toEqual(other);
    expect(app.logText()).not.toContain('pictai_');
  });

  test('does not use its own key for a caller whose key is wrong', async () => {
    await using sandbox = await startSandbox();
    await using app = await startApp(sandbox.url, {
      PICTORY_API_KEY: SAMPLE_API_KEY,
      ALLOW_ANONYMOUS: 'true',
    });
    const query = '{ images(first: 1) { nodes { id } } }';
    expect(await app.ask(query, null)).toMatchObject({
      data: { images: { nodes: [{ id: expect.any(String) }] } },
    });
    expect(await app.ask(query, 'pictai_wrong')).toMatchObject({
      data: { images: null },
      errors: [{ path: ['images'], extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(await app.ask(query, 'Bearer garbage')).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      extensions: { upstreamCalls: 0 },
    });
  });

  test('answers what needs no account to those who have none', async () => {
    await using sandbox = await startSandbox();
    await using app = await startApp(sandbox.url);
    const query = '{ __schema { queryType { name } } imageModels { name } estimateImageCredits { credits } }';
    expect(await app.ask(query, null)).not.toHaveProperty('errors');
  });

  test('refuses what is too complex by the schema’s own measure', async () => {
    await using sandbox = await startSandbox();
    await using app = await startApp(sandbox.url);
    const lists = Array.from(
      { length: 40 },
      (_, index) => `a${index}: images(first: 1000) { nodes { id url } }`,
    );
    expect(await app.ask(`{ ${lists.join(' ')} }`)).toMatchObject({
      errors: [{ extensions: { code: 'QUERY_TOO_COMPLEX' } }],
      extensions: { upstreamCalls: 0 },
    });
  });

  test('counts its calls to Pictory by route', async () => {
    await using sandbox = await startSandbox();
    await using app = await startApp(sandbox.url);
    await app.ask('{ images(first: 1) { nodes { id } } }');
    const text = await (await fetch(new URL('/metrics', app.url))).text();
    expect(text).toMatch(
      /pictory_graphql_upstream_call_duration_seconds_count\{method="GET",route="[^"]*images[^"]*",outcome="ok"\} 1/,
    );
  });

  test('extends its catalogue by a file', async () => {
    await using sandbox = await startSandbox();
    const path = await fileWith(
      '{"imageModels":[{"name":"house-model","aspectRatios":["1:1"],"creditsPerImage":3}]}',
    );
    await using app = await startApp(sandbox.url, { MODEL_CATALOGUE_FILE: path });
    const { data } = await app.ask('{ imageModels { name } }');
    expect(JSON.stringify(data)).toContain('house-model');
  });

  test('executes only the documents of a file', async () => {
    await using sandbox = await startSandbox();
    const path = await fileWith('{"models":"{ imageModels { name } }"}');
    await using app = await startApp(sandbox.url, { TRUSTED_DOCUMENTS: path });
    expect(await app.ask('{ imageModels { name } }')).not.toHaveProperty('errors');
    expect(await app.ask('{ videoModels { name } }')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  test('executes the document that is named, whatever text comes with it', async () => {
    await using sandbox = await startSandbox();
    const path = await fileWith('{"models":"{ imageModels { name } }"}');
    await using app = await startApp(sandbox.url, { TRUSTED_DOCUMENTS: path });
    const named = { data: { imageModels: expect.any(Array) } };
    const refused = { errors: [{ extensions: { code: 'BAD_REQUEST' } }] };
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'models' } };
    expect(await app.send({ documentId: 'models' })).toMatchObject(named);
    expect(await app.send({ extensions })).toMatchObject(named);
    expect(await app.send({ extensions, query: '{ videoModels { name } }' })).toMatchObject(named);
    expect(await app.send({ documentId: 'other', query: '{ imageModels { name } }' })).toMatchObject(named);
    expect(await app.send({ documentId: 'other', query: '{ videoModels { name } }' })).toMatchObject(refused);
    expect(await app.send({ documentId: 'other' })).toMatchObject(refused);
  });

  test('without such a file, tells clients that send hashes to send the text', async () => {
    await using sandbox = await startSandbox();
    await using app = await startApp(sandbox.url);
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a1b2' } };
    expect(await app.send({ extensions })).toMatchObject({
      errors: [
        { message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } },
      ],
    });
    expect(await app.send({ extensions, query: '{ imageModels { name } }' })).toMatchObject({
      data: { imageModels: expect.any(Array) },
    });
  });
});

test('the complaints about all files come together', async () => {
  const starting = startApp('http://127.0.0.1:9', {
    MODEL_CATALOGUE_FILE: '/nowhere/at/all.json',
    TRUSTED_DOCUMENTS: '/nowhere/either.json',
  });
  await expect(starting).rejects.toMatchObject({
    complaints: [
      expect.stringMatching(/^MODEL_CATALOGUE_FILE: /),
      expect.stringMatching(/^TRUSTED_DOCUMENTS: /),
    ],
  });
});

test.each([
  ['MODEL_CATALOGUE_FILE', '{'],
  ['MODEL_CATALOGUE_FILE', '{"imageModels":[{"name":"new"}]}'],
  ['MODEL_CATALOGUE_FILE', null],
  ['TRUSTED_DOCUMENTS', '{'],
  ['TRUSTED_DOCUMENTS', '["{ imageModels { name } }"]'],
  ['TRUSTED_DOCUMENTS', null],
])('%s that holds %s is a complaint about the configuration', async (name, text) => {
  const path = text === null ? '/nowhere/at/all.json' : await fileWith(text);
  const starting = startApp('http://127.0.0.1:9', { [name]: path });
  await expect(starting).rejects.toThrow(ConfigError);
  await expect(starting).rejects.toMatchObject({
    complaints: [expect.stringMatching(new RegExp(`^${name}: `))],
  });
});
