import { readFileSync } from 'node:fs';
import { generate, loadCodegenConfig } from '@graphql-codegen/cli';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { printClientSchema, printSubgraphSchema } from '../../src/schema/print.ts';
import { schema } from './graph.ts';

describe('generated files are current; `npm run codegen` makes them so', () => {
  test('schema.graphql is what clients see', () => {
    expect(readFileSync('schema.graphql', 'utf8')).toBe(printClientSchema(schema));
  });

  test('subgraph.graphql is what a supergraph composes', () => {
    expect(readFileSync('subgraph.graphql', 'utf8')).toBe(printSubgraphSchema(schema));
  });

  test('test/generated holds the typed operations of test/operations', async () => {
    const { config } = await loadCodegenConfig({ configFilePath: 'codegen.ts' });
    const files = await generate({ ...config, silent: true }, false);

    expect(files.length).toBeGreaterThan(0);
    for (const { filename, content } of files) expect(readFileSync(filename, 'utf8')).toBe(content);
  });
});

test('every type, field, argument, input field and enum value is described', () => {
  const undescribed = Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .flatMap((type) => [{ name: type.name, description: type.description }, ...elementsOf(type)])
    .filter(({ description }) => !description?.trim())
    .map(({ name }) => name);

  expect(undescribed).toEqual([]);
});

function elementsOf(type: GraphQLNamedType): { name: string; description?: string | null | undefined }[] {
  if (isEnumType(type)) return type.getValues().map((value) => within(type.name, value));
  if (isInputObjectType(type))
    return Object.values(type.getFields()).map((field) => within(type.name, field));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    within(type.name, field),
    ...field.args.map((argument) => within(`${type.name}.${field.name}`, argument)),
  ]);
}

function within(
  place: string,
  { name, description }: { name: string; description?: string | null | undefined },
) {
  return { name: `${place}.${name}`, description };
}
