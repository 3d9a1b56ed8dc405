import {
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/** For a root field all of whose reads stand in the operation's log. */
export function repeatable<Options extends { extensions: object }>(options: Options) {
  return { ...options, extensions: { ...options.extensions, repeatable: true } };
}

/** For a field below such a root field that does not give the same for the same reads. */
export const UNREPEATABLE = { extensions: { repeatable: false } };

/**
 * Whether an operation has the same answer as long as its logged reads give the same: its root fields say so, and no
 * field below them asks anybody or tells the time. What nobody has thought of is not repeatable: root fields have to say
 * that they are, and fields that ask somebody have a cost.
 */
export function isRepeatable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): boolean {
  if (operation.operation !== 'query') return false;
  const typeInfo = new TypeInfo(schema);
  const queryType = schema.getQueryType();
  let isSafe = true;
  const fragments = document.definitions.filter(({ kind }) => kind === 'FragmentDefinition');
  visit(
    { kind: 'Document', definitions: [operation, ...fragments] } as DocumentNode,
    visitWithTypeInfo(typeInfo, {
      Field({ arguments: given }) {
        // Executed twice, as what goes wrong when compiled, it would wait twice.
        if (given?.some(({ name }) => name.value === 'waitSeconds')) isSafe = false;
        const field = typeInfo.getFieldDef();
        if (field?.name === '__typename') return;
        const { repeatable, directives } = field?.extensions ?? {};
        const isRoot = typeInfo.getParentType() === queryType;
        const asksSomebody = (directives as { cost?: unknown } | undefined)?.cost !== undefined;
        isSafe &&= isRoot ? repeatable === true : repeatable !== false && !asksSomebody;
      },
    }),
  );
  return isSafe;
}
