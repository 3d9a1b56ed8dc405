import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices as composeWithGuild } from '@theguild/federation-composition';
import { buildASTSchema, type GraphQLSchema, isObjectType, Kind, parse, print, visit } from 'graphql';
import { describe, expect, test } from 'vitest';
import { printSubgraphSchema } from '../../src/schema/print.ts';
import { createSchema } from '../../src/schema/schema.ts';

interface Subgraph {
  name: string;
  url: string;
  typeDefs: ReturnType<typeof parse>;
}

const composers: Record<
  string,
  (subgraphs: Subgraph[]) => { errors?: readonly Error[]; supergraphSdl?: string }
> = {
  "Apollo's composition": (subgraphs) => composeWithApollo(subgraphs) as never,
  "The Guild's composition": (subgraphs) => composeWithGuild(subgraphs) as never,
};

/** A Relay subgraph like any other, which refers to what is ours by Pictory's ids, and adds to it. */
const CAMPAIGNS = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable"])
  interface Node { id: ID! }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  scalar DateTime
  type Query {
    campaigns(first: Int, after: String): CampaignConnection
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
  }
  type CampaignConnection { edges: [CampaignEdge!]! pageInfo: PageInfo! }
  type CampaignEdge { cursor: String! node: Campaign }
  type Campaign implements Node @key(fields: "id") { id: ID! startsAt: DateTime hero: Image clip: Video latestJob: Job }
  type Image @key(fields: "pictoryId") { pictoryId: String! campaigns: [Campaign!]! }
  type Video @key(fields: "id") { id: ID! campaigns: [Campaign!]! }
  type Job @key(fields: "pictoryId", resolvable: false) { pictoryId: String! }
`;

/** A shop in which our names are taken, and mean something else. */
const SHOP = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])
  interface Node { id: ID! }
  interface Asset { sku: String! }
  type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Query { images: [Image!]! job(name: String!): Job account: Account node(id: ID!): Node }
  type Mutation { generateImage(sku: String!): Boolean }
  type Image implements Asset { sku: String! altText: String! }
  type Job { name: String! salary: Float hero: PictoryImage }
  enum JobStatus { OPEN FILLED }
  type Account { balance: Float }
  type PictoryImage @key(fields: "pictoryId", resolvable: false) { pictoryId: String! }
`;

function subgraph(name: string, sdl: string): Subgraph {
  return { name, url: `http://${name}.test/graphql`, typeDefs: parse(sdl) };
}

/** The supergraph's types without what is there for routers. */
function readSupergraph(sdl: string | undefined): GraphQLSchema {
  const document = visit(parse(sdl ?? ''), {
    Directive: () => null,
    enter: (node) =>
      node.kind === Kind.DIRECTIVE_DEFINITION ||
      ('name' in node && /^(join|link)__/.test(String(Object(node.name).value)))
        ? null
        : undefined,
  });
  return buildASTSchema(document, { assumeValid: true });
}

function fieldsOf(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
}

/** What a field of a supergraph carries besides what says where it comes from. */
function directivesOf(sdl: string, typeName: string, fieldName: string) {
  const type = parse(sdl).definitions.find(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === typeName,
  );
  const fields = type?.kind === Kind.OBJECT_TYPE_DEFINITION ? type.fields : [];
  const directives = fields?.find(({ name }) => name.value === fieldName)?.directives ?? [];
  return Object.fromEntries(
    directives
      .filter(({ name }) => !name.value.startsWith('join__'))
      .map(({ name, arguments: given = [] }) => [
        name.value,
        Object.fromEntries(given.map((argument) => [argument.name.value, print(argument.value)])),
      ]),
  );
}

describe.each(Object.entries(composers))('%s', (_name, compose) => {
  const ours = subgraph('pictory', printSubgraphSchema(createSchema()));

  test('takes the subgraph alone', () => {
    const { errors, supergraphSdl } = compose([ours]);

    expect(errors ?? []).toEqual([]);
    expect(fieldsOf(readSupergraph(supergraphSdl), 'Query')).toEqual(
      expect.arrayContaining(['images', 'videos', 'assets', 'jobs']),
    );
  });

  test.each([0, 1])('takes it beside a second Relay subgraph, in either order (%i)', (position) => {
    const subgraphs = [subgraph('campaigns', CAMPAIGNS)];
    subgraphs.splice(position, 0, ours);
    const { errors, supergraphSdl } = compose(subgraphs);

    expect(errors ?? []).toEqual([]);
    const supergraph = readSupergraph(supergraphSdl);
    expect(fieldsOf(supergraph, 'Query')).toEqual(expect.arrayContaining(['campaigns', 'images', 'node']));
    expect(fieldsOf(supergraph, 'Image')).toEqual(expect.arrayContaining(['url', 'campaigns']));
    expect(fieldsOf(supergraph, 'Video')).toEqual(expect.arrayContaining(['url', 'campaigns']));
  });

  test('keeps what fields cost for the router', () => {
    const { supergraphSdl = '' } = compose([ours, subgraph('campaigns', CAMPAIGNS)]);

    expect(directivesOf(supergraphSdl, 'Query', 'images')).toEqual({
      cost: { weight: '50' },
      listSize: {
        slicingArguments: '["first"]',
        sizedFields: '["edges", "nodes"]',
        requireOneSlicingArgument: 'false',
      },
    });
    expect(supergraphSdl).toMatch(/type Job\s[^{]*@cost\(weight: 10\)/);
  });

  test('refuses it beside a subgraph that has taken its names, and takes it with a prefix', () => {
    const shop = subgraph('shop', SHOP);
    const prefixed = subgraph('pictory', printSubgraphSchema(createSchema('Pictory')));

    expect(compose([ours, shop]).errors ?? []).not.toEqual([]);
    const { errors, supergraphSdl } = compose([prefixed, shop]);

    expect(errors ?? []).toEqual([]);
    const supergraph = readSupergraph(supergraphSdl);
    expect(fieldsOf(supergraph, 'Image')).toEqual(['sku', 'altText']);
    expect(fieldsOf(supergraph, 'PictoryImage')).toEqual(expect.arrayContaining(['url', 'prompt']));
    expect(fieldsOf(supergraph, 'Query')).toEqual(
      expect.arrayContaining(['images', 'job', 'account', 'pictoryImages', 'pictoryJob', 'pictoryAccount']),
    );
  });
});
