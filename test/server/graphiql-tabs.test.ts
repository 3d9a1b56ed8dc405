import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buildSchema, getOperationAST, getVariableValues, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../src/server/config.ts';
import { createFitTab } from '../../src/server/graphiql/fit-tab.ts';
import { loadTabs } from '../../src/server/graphiql/tabs.ts';

const schema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
const tabs = (await loadTabs()).map((tab) => ({
  ...tab,
  document: parse(tab.query),
  title: titleOf(tab.query),
}));

/** The title that GraphiQL gives a tab: the name of its first operation. */
function titleOf(query: string): string {
  return /^(?!#).*(query|subscription|mutation)\s+([a-zA-Z0-9_]+)/m.exec(query)?.[2] ?? '';
}

test('there is a tab for every flow', () => {
  expect(tabs.map(({ title }) => title).join(' ')).toMatchInlineSnapshot(
    `"Images Videos Assets ById Models Account GenerateImage JobUpdated GenerateImages JobsUpdated GenerateVideo Job Jobs CleanJob PixverseImages PixverseImageUpdated"`,
  );
});

test('only plurals of what tabs show are left out', () => {
  const shown = tabs.flatMap(({ document }) =>
    (getOperationAST(document)?.selectionSet.selections ?? []).map((field) =>
      'name' in field ? field.name.value : '',
    ),
  );
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const fields = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}));
  expect(fields.filter((name) => !shown.includes(name)).sort()).toEqual([
    'generateVideos',
    'jobsByIds',
    'nodes',
  ]);
});

describe('fitted to a gateway', () => {
  const token = (sample: string) => `sample:read:${createHash('sha256').update(sample).digest('hex')}`;
  const titlesAndHeaders = async (environment: Record<string, string>) => {
    const fitted = await loadTabs(createFitTab(readConfig(environment)));
    return fitted.map(({ query, headers }) => [titleOf(query), headers === null]);
  };
  const pixverse = { USEAPI_TOKEN: 'user:1-token', PICTORY_API_KEY: 'pictai_a_key_of_these_tests' };

  test('without PixVerse, its tabs are left out', async () => {
    const fitted = await titlesAndHeaders({});
    expect(fitted).toEqual(
      tabs.filter(({ title }) => !title.startsWith('Pixverse')).map(({ title }) => [title, true]),
    );
  });

  test('the sample token is filled in only where it is one', async () => {
    for (const [sample, isLeftOut] of [
      ['sandbox-sample-token', false],
      ['another', true],
    ] as const) {
      const fitted = await titlesAndHeaders({ ...pixverse, GATEWAY_TOKENS: token(sample) });
      expect(fitted).toHaveLength(tabs.length);
      expect(Object.fromEntries(fitted)).toMatchObject({ Images: true, PixverseImages: isLeftOut });
    }
  });

  test('under a prefix, documents speak in its names', async () => {
    const fitted = await loadTabs(createFitTab(readConfig({ SUBGRAPH_PREFIX: 'Pictory' })));
    expect(fitted[0]?.query).toContain('pictoryImages(');
  });
});

describe.each(tabs)('the tab $title', ({ document, query, variables }) => {
  test('is valid', () => {
    expect(validate(schema, document).map(String)).toEqual([]);
  });

  test('has the variables it needs, and no others', () => {
    const definitions = getOperationAST(document)?.variableDefinitions ?? [];
    const given = JSON.parse(variables ?? '{}');
    expect(getVariableValues(schema, definitions, given)).not.toHaveProperty('errors');
    expect(Object.keys(given).sort()).toEqual(definitions.map(({ variable }) => variable.name.value).sort());
  });

  test('opens with a comment on what it does, in lines that fit the editor', () => {
    const comment = query.slice(0, query.search(/^[^#]/m)).trimEnd().split('\n');
    expect(comment[0]).toMatch(/^# [A-Z]/);
    for (const line of comment) expect(line.length).toBeLessThanOrEqual(51);
  });
});
