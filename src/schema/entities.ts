import type { GraphQLSchema } from 'graphql';
import { GatewayError } from '../domain/errors.ts';
import { isEntityType, parseIdOf } from '../domain/global-id.ts';
import { builder } from './builder.ts';
import { readOfEach } from './complexity.ts';
import type { Context } from './context.ts';
import { Image } from './image.ts';
import { Job } from './job.ts';
import { loadEach, MAX_IDS } from './loaders.ts';
import { type EntityShape, loadEntity, typenameOf } from './node.ts';
import { printSubgraphSchema } from './print.ts';
import { Video } from './video.ts';

// The names and types of this file are those of Apollo's subgraph specification.

const Any = builder.scalarType('_Any', {
  description:
    'An entity as another subgraph refers to it: its `__typename` and the fields of one of its keys.',
  serialize: () => {
    throw new TypeError('Representations are only read.');
  },
});

const Entity = builder.unionType('_Entity', {
  types: [Image, Video, Job],
  description: 'What other subgraphs may refer to.',
  resolveType: typenameOf,
});

const Service = builder.objectRef<{ sdl: string }>('_Service').implement({
  description: 'This subgraph, for composition.',
  fields: (t) => ({
    sdl: t.exposeString('sdl', {
      nullable: false,
      description: 'The subgraph schema, with federation directives.',
    }),
  }),
});

builder.queryField('_service', (t) =>
  t.field({
    type: Service,
    nullable: false,
    description: 'For the composition of a supergraph.',
    resolve: (_root, _arguments, _context, { schema }) => ({ sdl: sdlOf(schema) }),
  }),
);

/** Printed once per schema: that takes milliseconds, and anybody may ask. */
const printed = new WeakMap<GraphQLSchema, string>();

function sdlOf(schema: GraphQLSchema): string {
  const sdl = printed.get(schema) ?? printSubgraphSchema(schema);
  printed.set(schema, sdl);
  return sdl;
}

builder.queryField('_entities', (t) =>
  t.field({
    type: [Entity],
    nullable: { list: false, items: true },
    ...readOfEach('representations', MAX_IDS),
    args: {
      representations: t.arg({
        type: [Any],
        required: true,
        description: `At most ${MAX_IDS}, in any mix of types.`,
      }),
    },
    description:
      'For the router of a supergraph. In the order of the representations; null where there is no such object, and, with an error at its path, where one could not be read.',
    resolve: (_root, { representations }, context) =>
      loadEach('representations', representations, (representation) =>
        resolveEntity(context, representation),
      ),
  }),
);

async function resolveEntity(context: Context, representation: unknown): Promise<EntityShape | null> {
  const { __typename: type, id, pictoryId } = Object(representation) as Record<string, unknown>;
  const key = id ?? pictoryId;
  if (!isEntityType(type) || typeof key !== 'string') {
    throw new GatewayError(
      'BAD_USER_INPUT',
      'A representation needs the `__typename` of an entity of this subgraph and its `id` or `pictoryId`, as text.',
    );
  }
  return loadEntity(context, type, parseIdOf(type, key));
}
