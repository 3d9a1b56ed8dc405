import { GatewayError } from './errors.ts';

/** The types whose objects can be asked for by id alone. Each is the prefix of its ids. */
export type NodeType = (typeof NODE_TYPES)[number];

/** Those of Pictory, which other subgraphs may refer to as well. */
export type EntityType = (typeof ENTITY_TYPES)[number];

const ENTITY_TYPES = ['Image', 'Video', 'Job'] as const;
const NODE_TYPES = [...ENTITY_TYPES, 'PixverseImage'] as const;
const IDS_LOOK_LIKE = NODE_TYPES.map((type) => `"${type}:…"`).join(', ');
const MAX_ID_LENGTH = 512;

/** Whether a value is the name of such a type. */
export function isEntityType(value: unknown): value is EntityType {
  return (ENTITY_TYPES as readonly unknown[]).includes(value);
}

/** The id of an object in the graph: its type and Pictory's own id (of a PixVerse image: a sealed one), stable. */
export function toGlobalId(type: NodeType, pictoryId: string): string {
  return `${type}:${pictoryId}`;
}

/**
 * Takes a global id apart at its first colon.
 *
 * @throws {GatewayError} `BAD_USER_INPUT` for anything that does not start with the prefix of a known type.
 */
export function parseGlobalId(id: string): { type: NodeType; pictoryId: string } {
  checkLength(id);
  const type = prefixOf(id);
  if (type === null) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `${quote(id)} is not an id of this graph. Ids look like ${IDS_LOOK_LIKE}.`,
    );
  }
  return { type, pictoryId: withoutPrefix(id, type) };
}

/**
 * Pictory's own id out of an argument that takes ids of one type, with the type's prefix or without.
 * Only the prefixes of known types count as such: a colon may be part of Pictory's id.
 *
 * @throws {GatewayError} `BAD_USER_INPUT` for an id of another type, an empty one or one of absurd length.
 */
export function parseIdOf(type: NodeType, id: string): string {
  checkLength(id);
  const prefix = prefixOf(id);
  if (prefix === null) return id;
  if (prefix !== type) {
    throw new GatewayError(
      'BAD_USER_INPUT',
      `${quote(id)} is the id of another type. Needed here is "${type}:…" or ${isEntityType(type) ? "Pictory's" : "useapi.net's"} own id.`,
    );
  }
  return withoutPrefix(id, type);
}

function prefixOf(id: string): NodeType | null {
  return NODE_TYPES.find((type) => id.startsWith(`${type}:`)) ?? null;
}

function withoutPrefix(id: string, type: NodeType): string {
  const pictoryId = id.slice(type.length + 1);
  if (pictoryId === '') {
    throw new GatewayError('BAD_USER_INPUT', `${quote(id)} is only a prefix: the id is missing after it.`);
  }
  return pictoryId;
}

function checkLength(id: string): void {
  if (id === '') throw new GatewayError('BAD_USER_INPUT', 'An id is empty.');
  if (id.length > MAX_ID_LENGTH) {
    throw new GatewayError('BAD_USER_INPUT', `An id is longer than ${MAX_ID_LENGTH} characters.`);
  }
}

function quote(id: string): string {
  // useapi.net's own ids hold an e-mail address. Nothing repeats those.
  if (id.includes('@')) return 'This';
  return JSON.stringify(id.length > 60 ? `${id.slice(0, 60)}…` : id);
}
