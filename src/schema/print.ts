import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import { type DefinitionNode, type DocumentNode, type GraphQLSchema, Kind, print, visit } from 'graphql';

/** The schema as clients see it: without what is there for federation routers. The text of schema.graphql. */
export function printClientSchema(schema: GraphQLSchema): string {
  return `${print(visit(withoutFederationFields(schema), { Directive: dropFederationDirective }))}\n`;
}

/**
 * The schema as a supergraph composes it: with entity keys, and without `Query.node` and `Query.nodes`, which could
 * exist only once in a supergraph. The text of subgraph.graphql and of `_service { sdl }`.
 *
 * `@oneOf` is defined here because Apollo's composition does not know it; it drops it from the supergraph, and this
 * subgraph goes on checking it.
 */
export function printSubgraphSchema(schema: GraphQLSchema): string {
  const document = withoutRootFields(
    withoutFederationFields(schema),
    (name) => name === 'node' || name === 'nodes',
  );
  return `${SUBGRAPH_HEADER}\n${print(document)}\n`;
}

const FEDERATION_DIRECTIVES = new Set(['key', 'shareable', 'cost', 'listSize']);

const SUBGRAPH_HEADER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@cost", "@listSize"])

directive @oneOf on INPUT_OBJECT
`;

function dropFederationDirective({ name }: { name: { value: string } }): null | undefined {
  return FEDERATION_DIRECTIVES.has(name.value) ? null : undefined;
}

function withoutFederationFields(schema: GraphQLSchema): DocumentNode {
  const document = getDocumentNodeFromSchema(schema);
  const definitions = document.definitions.filter(
    // The root types have their usual names: a schema definition would say nothing.
    (definition) => definition.kind !== Kind.SCHEMA_DEFINITION && !nameOf(definition).startsWith('_'),
  );
  return withoutRootFields({ ...document, definitions }, (name) => name.startsWith('_'));
}

function withoutRootFields(document: DocumentNode, isDropped: (fieldName: string) => boolean): DocumentNode {
  return {
    ...document,
    definitions: document.definitions.map((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Query'
        ? { ...definition, fields: definition.fields?.filter((field) => !isDropped(field.name.value)) ?? [] }
        : definition,
    ),
  };
}

function nameOf(definition: DefinitionNode): string {
  return 'name' in definition ? (definition.name?.value ?? '') : '';
}
