import { execute, type GraphQLSchema, parse, validate, validateSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { measureComplexity } from '../../src/schema/complexity.ts';
import { printSubgraphSchema } from '../../src/schema/print.ts';
import { createDocumentPrefixer, createSchema } from '../../src/schema/schema.ts';
import { loadTabs } from '../../src/server/graphiql/tabs.ts';
import { anImage, aVideo } from '../support/assets.ts';
import { aJob, connectionOf, contextOf, schema } from './graph.ts';

const prefixed = createSchema('Pictory');
const prefixDocument = createDocumentPrefixer('Pictory');

async function ask(of: GraphQLSchema, query: string, context: ReturnType<typeof contextOf>, variables = {}) {
  const document = parse(query);
  expect(validate(of, document).map(String)).toEqual([]);
  return execute({ schema: of, document, contextValue: context, variableValues: variables });
}

describe('under a prefix', () => {
  test('types and root fields begin with it; scalars, Node, PageInfo and what is for routers do not', () => {
    const names = (of: GraphQLSchema) =>
      Object.keys(of.getTypeMap()).filter((name) => !name.startsWith('__'));
    const kept = names(schema).filter((name) => names(prefixed).includes(name));

    expect(kept.sort()).toMatchInlineSnapshot(`
      [
        "Boolean",
        "DateTime",
        "Float",
        "ID",
        "Int",
        "Mutation",
        "Node",
        "PageInfo",
        "PictoryAccount",
        "PictoryError",
        "Query",
        "String",
        "Subscription",
        "URL",
        "_Any",
        "_Entity",
        "_Service",
      ]
    `);
    expect(names(prefixed).length).toBe(names(schema).length);
    const roots = [prefixed.getQueryType(), prefixed.getMutationType(), prefixed.getSubscriptionType()];
    const fields = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}));
    expect(fields.filter((name) => !name.startsWith('pictory')).sort()).toEqual([
      '_entities',
      '_service',
      'node',
      'nodes',
    ]);
  });

  test.each(['A', 'Image', 'Job', 'Generate', 'RejectedBy'])(
    'what begins with it as it is (%s) is renamed too, and nothing meets',
    (prefix) => {
      const renamed = createSchema(prefix);
      const kept = Object.keys(renamed.getTypeMap()).filter((name) => /^(A|Image|Job|Generate)/.test(name));

      expect(validateSchema(renamed)).toEqual([]);
      expect(kept.filter((name) => schema.getType(name))).toEqual([]);
      expect(Object.keys(renamed.getTypeMap()).length).toBe(Object.keys(schema.getTypeMap()).length);
      expect(renamed.getQueryType()?.getFields()).not.toHaveProperty('images');
      expect(renamed.getMutationType()?.getFields()).not.toHaveProperty('generateImage');
    },
  );

  test('an underscore at its end stays one', () => {
    expect(Object.keys(createSchema('AI_').getQueryType()?.getFields() ?? {})).toEqual(
      expect.arrayContaining(['aI_images', 'aI_jobsByIds']),
    );
  });

  test('abstract types find their members, and entities come by their new names', async () => {
    const context = contextOf({
      library: {
        loadImages: async (_tenant, ids) => ids.map((id) => anImage(id)),
        loadVideos: async (_tenant, ids) => ids.map((id) => aVideo(id)),
        listAssets: async () => connectionOf([anImage('i1'), aVideo('v1')]),
      },
      jobs: { loadJobs: async (_tenant, ids) => ids.map((id) => aJob(id)) },
    });
    const { data, errors } = await ask(
      prefixed,
      `query ($representations: [_Any!]!) {
        node(id: "Job:j1") { __typename id }
        pictoryAssets { nodes { __typename ... on PictoryVideo { duration } } }
        _entities(representations: $representations) { __typename ... on PictoryImage { pictoryId } ... on Node { id } }
      }`,
      context,
      {
        representations: [
          { __typename: 'PictoryImage', pictoryId: 'i1' },
          { __typename: 'PictoryJob', id: 'Job:j1' },
          { __typename: 'Video', id: 'Video:v1' },
        ],
      },
    );

    expect(data).toEqual({
      node: { __typename: 'PictoryJob', id: 'Job:j1' },
      pictoryAssets: {
        nodes: [{ __typename: 'PictoryImage' }, { __typename: 'PictoryVideo', duration: '10s' }],
      },
      _entities: [
        { __typename: 'PictoryImage', pictoryId: 'i1', id: 'Image:i1' },
        { __typename: 'PictoryJob', id: 'Job:j1' },
        null,
      ],
    });
    expect(errors?.map(({ path, extensions }) => [path, extensions.code ?? 'masked'])).toEqual([
      [['_entities', 2], 'masked'],
    ]);
  });

  test('a generation is known as one: the header Idempotency-Key serves it, and its job is waited for', async () => {
    const told: unknown[] = [];
    const context = contextOf({
      idempotencyKeyHeader: 'key',
      studio: {
        generateImages: async (_identity, _inputs, terms) => {
          told.push(terms.headerKey);
          return [{ type: 'started', job: aJob('j1'), replayed: false }];
        },
      },
      jobs: { waitForJob: async (_tenant, id) => aJob(id, { status: 'COMPLETED' }) },
    });
    const { data, errors } = await ask(
      prefixed,
      `mutation { pictoryGenerateImage(input: { prompt: "A red lamp" }) {
        ... on PictoryGenerateImagePayload { job(waitSeconds: 5) { status } }
      } }`,
      context,
    );

    expect(errors).toBeUndefined();
    expect(told).toEqual([{ value: 'key', of: 'input' }]);
    expect(data).toEqual({ pictoryGenerateImage: { job: { status: 'COMPLETED' } } });
  });

  test('operations cost what they cost without', async () => {
    const query =
      '{ images(first: 100) { nodes { id url } } jobsByIds(ids: ["a", "b"]) { status image { id } } }';

    expect(measureComplexity({ schema: prefixed, document: parse(prefixDocument(query)) })).toBe(
      measureComplexity({ schema, document: parse(query) }),
    );
  });

  test('descriptions speak of things by their new names, and of fields by theirs', () => {
    const sdl = printSubgraphSchema(prefixed);

    expect(sdl).toContain('One of `pictoryImageModels`.');
    expect(sdl).toContain('`PictoryVideoSourceInput.continueVideo`');
    expect(sdl).not.toMatch(/`(ImageModel|InvalidInputError|CreditLimitError|imageModels|jobUpdated)`/);
    expect(sdl).toContain('found and null like `image`.');
  });

  test('a document keeps its comments and layout, and nested fields their names', () => {
    expect(
      prefixDocument(
        '# Your images\nquery Images($filter: ImageFilter) {\n  mine: images(filter: $filter) { nodes { ...F } }\n}\nfragment F on Image { id }',
      ),
    ).toBe(
      '# Your images\nquery Images($filter: PictoryImageFilter) {\n  mine: pictoryImages(filter: $filter) { nodes { ...F } }\n}\nfragment F on PictoryImage { id }',
    );
  });

  test('every ready-made tab of GraphiQL is valid', async () => {
    for (const { query } of await loadTabs()) {
      expect(validate(prefixed, parse(prefixDocument(query))).map(String)).toEqual([]);
    }
  });
});
