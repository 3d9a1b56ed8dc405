import { type EntityType, isEntityType, type NodeType, parseGlobalId } from '../domain/global-id.ts';
import type { JobId, JobState } from '../domain/job.ts';
import type { Image, Video } from '../domain/library.ts';
import type { PixverseImage } from '../domain/pixverse/image.ts';
import { builder } from './builder.ts';
import { ENTITY_COST, readOfEach, UPSTREAM_READ } from './complexity.ts';
import type { Context } from './context.ts';
import { loadEach, loadImage, loadJob, loadPixverseImage, loadVideo, MAX_IDS } from './loaders.ts';

/** What the graph can give back by id alone. */
export type NodeShape = EntityShape | PixverseImage;

/** What other subgraphs may refer to as well. PixVerse images are not among them: their ids are this gateway's alone. */
export type EntityShape = Image | Video | JobState;

/** The type in the graph of an object as the domain shapes it. */
export function typenameOf(node: NodeShape): NodeType {
  if (node.kind === 'pixverse-image') return 'PixverseImage';
  if (node.kind === 'image') return 'Image';
  return node.kind === 'video' ? 'Video' : 'Job';
}

/** Everything with a global id. */
export const Node = builder.interfaceRef<NodeShape>('Node').implement({
  description: 'Something that can be asked for again by its `id` alone, through `node`.',
  resolveType: typenameOf,
  fields: (t) => ({
    id: t.id({
      nullable: false,
      description:
        "Names this object in the whole graph, and stays the same. It is the type, a colon and Pictory's own id (`pictoryId`); of a PixVerse image a sealed one, because the original holds an e-mail address.",
    }),
  }),
});

/** For the types that other subgraphs may refer to: by the graph's id, or by Pictory's, which is what they have stored. */
export const ENTITY = {
  directives: { key: [{ fields: 'id' }, { fields: 'pictoryId' }], ...ENTITY_COST },
};

/** Loads an entity by Pictory's id; null when there is none. */
export function loadEntity(
  context: Context,
  type: EntityType,
  pictoryId: string,
): Promise<EntityShape | null> {
  switch (type) {
    case 'Image':
      return loadImage(context, pictoryId);
    case 'Video':
      return loadVideo(context, pictoryId);
    case 'Job':
      return loadJob(context, pictoryId as JobId);
  }
}

async function loadByGlobalId(context: Context, id: string): Promise<NodeShape | null> {
  const { type, pictoryId } = parseGlobalId(id);
  return isEntityType(type) ? loadEntity(context, type, pictoryId) : loadPixverseImage(context, pictoryId);
}

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    ...UPSTREAM_READ,
    args: {
      id: t.arg.id({
        required: true,
        description:
          "A global id, such as `Image:…`. Pictory's bare ids do not tell their type and are not taken here.",
      }),
    },
    description:
      'An image, video, job or PixVerse image by its global id, for Relay clients. Null when there is no such object.',
    resolve: (_root, { id }, context) => loadByGlobalId(context, id),
  }),
);

builder.queryField('nodes', (t) =>
  t.field({
    type: [Node],
    nullable: { list: false, items: true },
    ...readOfEach('ids', MAX_IDS),
    args: { ids: t.arg.idList({ required: true, description: `Global ids, at most ${MAX_IDS}.` }) },
    description:
      'Many objects at once, in the order of the ids. Null where there is no such object, and, with an error at its path, where one could not be read.',
    resolve: (_root, { ids }, context) => loadEach('ids', ids, (id) => loadByGlobalId(context, id)),
  }),
);
