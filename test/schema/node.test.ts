import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import type { JobId } from '../../src/domain/job.ts';
import { printSubgraphSchema } from '../../src/schema/print.ts';
import { NodeDocument, NodesDocument } from '../generated/graphql.ts';
import { anImage, aVideo } from '../support/assets.ts';
import { aJob, ask, contextOf, type Script, schema } from './graph.ts';

/** A library in which everything exists whose id does not say otherwise; frozen, as what is shared should be. */
function everything(): Script & { lookups: string[] } {
  const lookups: string[] = [];
  const find = <Item>(kind: string, ids: readonly string[], make: (id: string) => Item) => {
    lookups.push(`${kind} ${ids.join(' ')}`);
    return ids.map((id) => {
      if (id === 'broken') return new GatewayError('LOOKUP_BUDGET_EXCEEDED', 'Repeat.');
      return id === 'absent' ? null : Object.freeze(make(id));
    });
  };
  return {
    lookups,
    library: {
      loadImages: async (_tenant, ids) => find('images', ids, anImage),
      loadVideos: async (_tenant, ids) => find('videos', ids, aVideo),
    },
    jobs: { loadJobs: async (_tenant, ids: readonly JobId[]) => find('jobs', ids, aJob) },
  };
}

describe('node', () => {
  test.each(['Image', 'Video', 'Job'])('finds a %s by its global id', async (type) => {
    const { data, errors } = await ask(NodeDocument, { id: `${type}:x1` }, contextOf(everything()));

    expect(errors).toEqual([]);
    expect(data.node).toMatchObject({ __typename: type, id: `${type}:x1`, pictoryId: 'x1' });
  });

  test('splits a global id at its first colon', async () => {
    const { data } = await ask(NodeDocument, { id: 'Image:a:b' }, contextOf(everything()));

    expect(data.node).toMatchObject({ id: 'Image:a:b', pictoryId: 'a:b' });
  });

  test('is null for what does not exist', async () => {
    const answer = await ask(NodeDocument, { id: 'Video:absent' }, contextOf(everything()));

    expect(answer).toEqual({ data: { node: null }, errors: [] });
  });

  test.each(['', 'x1', 'Planet:x1', 'image:x1', 'Image:', `Image:${'x'.repeat(512)}`])(
    'refuses %.20s with BAD_USER_INPUT',
    async (id) => {
      expect((await ask(NodeDocument, { id }, contextOf())).errors).toEqual(['BAD_USER_INPUT at node']);
    },
  );
});

describe('nodes', () => {
  test('come in the order of the ids, each with its own failure, in one lookup per type', async () => {
    const script = everything();
    const ids = ['Job:j1', 'Image:i1', 'x1', 'Image:broken', 'Video:absent', 'Image:i2'];

    const { data, errors } = await ask(NodesDocument, { ids }, contextOf(script));

    expect(data.nodes.map((node) => node?.id ?? null)).toEqual([
      'Job:j1',
      'Image:i1',
      null,
      null,
      null,
      'Image:i2',
    ]);
    expect(errors).toEqual(['BAD_USER_INPUT at nodes.2', 'LOOKUP_BUDGET_EXCEEDED at nodes.3']);
    expect(script.lookups.sort()).toEqual(['images i1 broken i2', 'jobs j1', 'videos absent']);
  });

  test('are at most 100', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `Image:${index}`);

    expect((await ask(NodesDocument, { ids }, contextOf())).errors).toEqual(['BAD_USER_INPUT at nodes']);
  });
});

describe('for a supergraph', () => {
  const ENTITIES = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { __typename ... on Node { id } ... on Asset { url } ... on Job { status } }
  }`;

  test('entities are found by either key, in order, each with its own failure, in one lookup per type', async () => {
    const script = everything();
    const representations = [
      { __typename: 'Image', id: 'Image:i1' },
      { __typename: 'Job', pictoryId: 'j1' },
      { __typename: 'Image', pictoryId: 'i2' },
      { __typename: 'Video', pictoryId: 'absent' },
      { __typename: 'Image', pictoryId: 'broken' },
      { __typename: 'Planet', id: 'x' },
      { __typename: 'Image', id: 'Video:v1' },
      { __typename: 'Video', id: 7 },
      { __typename: 'Video' },
      'Image:i1',
    ];

    const { data, errors } = await ask<{ _entities: unknown[] }, object>(
      ENTITIES,
      { representations },
      contextOf(script),
    );

    expect(data._entities.slice(0, 4)).toEqual([
      { __typename: 'Image', id: 'Image:i1', url: 'https://cdn.test/i1.png' },
      { __typename: 'Job', id: 'Job:j1', status: 'IN_PROGRESS' },
      { __typename: 'Image', id: 'Image:i2', url: 'https://cdn.test/i2.png' },
      null,
    ]);
    expect(errors).toEqual([
      'LOOKUP_BUDGET_EXCEEDED at _entities.4',
      'BAD_USER_INPUT at _entities.5',
      'BAD_USER_INPUT at _entities.6',
      'BAD_USER_INPUT at _entities.7',
      'BAD_USER_INPUT at _entities.8',
      'BAD_USER_INPUT at _entities.9',
    ]);
    expect(script.lookups.sort()).toEqual(['images i1 i2 broken', 'jobs j1', 'videos absent']);
  });

  test('representations are at most 100', async () => {
    const representations = Array.from({ length: 101 }, () => ({ __typename: 'Image', id: 'Image:i1' }));

    const { errors } = await ask(ENTITIES, { representations }, contextOf());

    expect(errors).toEqual(['BAD_USER_INPUT at _entities']);
  });

  test('the service tells its schema: entity keys, a shareable PageInfo, @oneOf, no node and no nodes', async () => {
    const { data } = await ask<{ _service: { sdl: string } }, object>(
      '{ _service { sdl } }',
      {},
      contextOf(),
    );

    expect(data._service.sdl).toBe(printSubgraphSchema(schema));
    for (const type of ['Image', 'Video', 'Job']) {
      expect(data._service.sdl).toMatch(
        new RegExp(`type ${type} implements .* @key\\(fields: "id"\\) @key\\(fields: "pictoryId"\\) @cost`),
      );
    }
    expect(data._service.sdl).toContain('type PageInfo @shareable {');
    expect(data._service.sdl).toContain('input VideoSourceInput @oneOf {');
    expect(data._service.sdl).not.toMatch(/^ {2}nodes?\(/m);
  });

  test('Apollo accepts the subgraph schema', () => {
    const subgraph = buildSubgraphSchema({ typeDefs: parse(printSubgraphSchema(schema)) });

    expect(Object.keys(subgraph.getQueryType()?.getFields() ?? {})).toEqual(
      expect.arrayContaining(['images', '_entities', '_service']),
    );
  });
});
