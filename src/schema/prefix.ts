import { MapperKind, mapSchema } from '@graphql-tools/utils';
import {
  type GraphQLAbstractType,
  type GraphQLFieldConfig,
  type GraphQLNamedType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  visit,
} from 'graphql';

/** What of a schema has another name under a prefix, and which. */
export interface Renaming {
  types: ReadonlyMap<string, string>;
  /** Of queries, mutations and subscriptions. */
  rootFields: ReadonlyMap<string, string>;
}

/** What all subgraphs share, or Relay wants under this name. */
const SHARED = new Set(['Node', 'PageInfo']);
const SHARED_FIELDS = new Set(['node', 'nodes']);
/** These name the vendor already: under `Pictory` they stay as they are. */
const VENDOR = 'Pictory';

/**
 * How a schema is renamed: `Image` to `PictoryImage` and `Query.images` to `pictoryImages`, for instance. Scalars, `Node`,
 * `PageInfo`, what is there for routers, and (where that is the prefix) what begins with `Pictory` keep their names. All
 * else is renamed, also what happens to begin with the prefix: `Image` under `Image` is what somebody wants out of the way.
 *
 * @param prefix starts with a capital letter.
 */
export function renamingOf(schema: GraphQLSchema, prefix: string): Renaming {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const isRoot = (type: GraphQLNamedType) => (roots as unknown[]).includes(type);
  const fieldPrefix = prefix.slice(0, 1).toLowerCase() + prefix.slice(1);
  const fieldNames = roots.flatMap((root) => Object.keys(root?.getFields() ?? {}));
  return {
    types: new Map(
      Object.values(schema.getTypeMap())
        .filter(
          (type) => isOurs(type) && !isRoot(type) && !(prefix === VENDOR && type.name.startsWith(prefix)),
        )
        .map(({ name }) => [name, prefix + name]),
    ),
    rootFields: new Map(
      fieldNames
        .filter((name) => !name.startsWith('_') && !SHARED_FIELDS.has(name))
        .map((name) => [name, fieldPrefix + (prefix.endsWith('_') ? name : capitalised(name))]),
    ),
  };
}

/** The same schema under other names, executing and printing alike. What other subgraphs refer to has its new name. */
export function renameSchema(schema: GraphQLSchema, renaming: Renaming): GraphQLSchema {
  const { types, rootFields } = renaming;
  const mentions = mentionsIn(schema, renaming);
  const describe = <Config extends { description?: string | null | undefined }>(config: Config): Config => ({
    ...config,
    description: config.description && renameMentions(config.description, mentions),
  });
  const rename = <Type extends GraphQLNamedType>(type: Type): Type => {
    const config = describe(type.toConfig());
    const Renamed = type.constructor as new (renamed: typeof config) => Type;
    return new Renamed({ ...config, name: types.get(type.name) ?? type.name });
  };
  return mapSchema(schema, {
    [MapperKind.TYPE]: (type) => (isAbstractType(type) ? renameMembers(rename(type), types) : rename(type)),
    [MapperKind.FIELD]: (config) => describe(config),
    [MapperKind.ARGUMENT]: (config) => describe(config),
    [MapperKind.ENUM_VALUE]: (config) => describe(config),
    [MapperKind.ROOT_FIELD]: (config, name) => [
      rootFields.get(name) ?? name,
      describe(name === '_entities' ? withOwnTypenames(config, types) : config),
    ],
  });
}

/**
 * A document written for the schema, under its other names. Comments and layout stay.
 *
 * @throws {GraphQLError} when it is not GraphQL.
 */
export function renameDocument(document: string, { types, rootFields }: Renaming): string {
  const changes: { start: number; end: number; name: string }[] = [];
  const change = (
    node: { value: string; loc?: { start: number; end: number } | undefined },
    name?: string,
  ) => {
    if (name !== undefined && node.loc) changes.push({ ...node.loc, name });
  };
  visit(parse(document), {
    NamedType: ({ name }) => change(name, types.get(name.value)),
    OperationDefinition({ selectionSet }) {
      for (const selection of selectionSet.selections) {
        if (selection.kind === Kind.FIELD) change(selection.name, rootFields.get(selection.name.value));
      }
    },
  });
  return changes
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, name }) => text.slice(0, start) + name + text.slice(end), document);
}

function isOurs(type: GraphQLNamedType): boolean {
  const isNamed =
    isObjectType(type) ||
    isInterfaceType(type) ||
    isUnionType(type) ||
    isEnumType(type) ||
    isInputObjectType(type);
  return isNamed && !type.name.startsWith('_') && !SHARED.has(type.name);
}

/** An abstract type finds its members by the names that resolvers know. */
function renameMembers<Type extends GraphQLAbstractType>(type: Type, types: Renaming['types']): Type {
  const { resolveType } = type;
  if (!resolveType) return type;
  type.resolveType = async (...value) => {
    const name = await resolveType(...value);
    return name === undefined ? name : (types.get(name) ?? name);
  };
  return type;
}

/** `_entities` is asked by the names that other subgraphs know. */
function withOwnTypenames(
  config: GraphQLFieldConfig<unknown, unknown>,
  types: Renaming['types'],
): GraphQLFieldConfig<unknown, unknown> {
  const { resolve } = config;
  const ownNames = new Map([...types].map(([own, renamed]) => [renamed, own]));
  const toOwn = (representation: unknown) => {
    const { __typename: name } = Object(representation) as { __typename?: unknown };
    return typeof name === 'string' && (ownNames.has(name) || types.has(name))
      ? { ...(representation as object), __typename: ownNames.get(name) ?? null }
      : representation;
  };
  return {
    ...config,
    resolve: (root, args: { representations: readonly unknown[] }, context, info) =>
      resolve?.(root, { representations: args.representations.map(toOwn) }, context, info),
  };
}

/** The names by which descriptions speak of what is renamed: not those that could be meant as a field of some type. */
function mentionsIn(schema: GraphQLSchema, { types, rootFields }: Renaming): ReadonlyMap<string, string> {
  const fields = [...types.keys()].flatMap((name) => {
    const type = schema.getType(name);
    return isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [];
  });
  return new Map([...types, ...[...rootFields].filter(([name]) => !fields.includes(name))]);
}

/** Names stand between backticks, alone or with a field behind a dot. */
function renameMentions(description: string, mentions: ReadonlyMap<string, string>): string {
  return description.replace(/`(\w+)((?:\.\w+)?)`/g, (mention, name: string, field: string) => {
    const renamed = mentions.get(name);
    return renamed === undefined ? mention : `\`${renamed}${field}\``;
  });
}

function capitalised(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
