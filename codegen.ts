import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed operations for the tests: test/operations/*.graphql against schema.graphql. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: 'test/operations/*.graphql',
  importExtension: '.ts',
  generates: {
    'test/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { ID: 'string', URL: 'string', DateTime: 'string' },
        strictScalars: true,
      },
    },
  },
};

export default config;
