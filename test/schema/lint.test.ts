import { readFileSync } from 'node:fs';
import { ESLint } from 'eslint';
import { expect, test } from 'vitest';

const eslint = new ESLint();

test('the schema and the operations pass the recommended and the Relay rules of @graphql-eslint', async () => {
  const files = await eslint.lintFiles(['schema.graphql', 'test/operations/*.graphql']);

  expect(files.length).toBeGreaterThan(10);
  expect(
    files.flatMap((file) => file.messages.map(({ line, message }) => `${file.filePath}:${line} ${message}`)),
  ).toEqual([]);
});

test('the rules see a field without a description and a connection that is none', async () => {
  const spoilt = readFileSync('schema.graphql', 'utf8')
    .replace('type PageInfo {', 'type PageInfo { surprise: Int')
    .replace('edges: [ImageEdge!]!', 'edges: Int');
  const [file] = await eslint.lintText(spoilt, { filePath: 'schema.graphql' });

  expect(file?.messages.map(({ ruleId }) => ruleId)).toEqual(
    expect.arrayContaining(['@graphql-eslint/require-description', '@graphql-eslint/relay-connection-types']),
  );
});
