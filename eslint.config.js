import graphql from '@graphql-eslint/eslint-plugin';

const { configs } = graphql;

/** Lints the graph and the operations on it; TypeScript is Biome's. */
export default [
  {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'schema.graphql', documents: 'test/operations/*.graphql' } },
    },
  },
  {
    files: ['schema.graphql'],
    rules: {
      ...configs['flat/schema-recommended'].rules,
      ...configs['flat/schema-relay'].rules,
      // Pictory pages forward only.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
      // `imageModels`, `issues` and the like are short lists, whole by nature.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: true, listTypeCanWrapOnlyEdgeType: false },
      ],
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
        },
      ],
      // What is looked at, not asked for again: it has no identity.
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          exceptions: {
            types: [
              'PageInfo',
              'ImageModel',
              'VideoModel',
              'CreditEstimate',
              'PictoryAccount',
              'Quota',
              'QuotaUse',
              'CreditTransaction',
              'JobFailure',
              'JobRequest',
              'InputIssue',
              'Pixverse',
              'PixverseQueue',
            ],
            suffixes: ['Edge', 'Connection', 'Payload', 'Error', 'Output'],
          },
        },
      ],
    },
  },
  {
    files: ['test/operations/*.graphql'],
    rules: configs['flat/operations-recommended'].rules,
  },
];
