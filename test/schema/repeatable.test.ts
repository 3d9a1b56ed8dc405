import {
  type GraphQLField,
  getNamedType,
  isAbstractType,
  isObjectType,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { isRepeatable } from '../../src/schema/repeatable.ts';
import { createSchema } from '../../src/schema/schema.ts';

const schema = createSchema();

function judge(text: string): boolean {
  const document = parse(text);
  return isRepeatable(schema, document, document.definitions[0] as OperationDefinitionNode);
}

describe('an operation', () => {
  test.each([
    '{ __typename }',
    '{ images { nodes { id } pageInfo { endCursor } } videos { edges { cursor } } assets { nodes { id url } } }',
    '{ jobsByIds(ids: []) { status output { ... on ImageOutput { url } } request { prompt } } job(id: "x") { id } }',
  ])('that only reads what its log knows is repeatable: %s', (text) => {
    expect(judge(text)).toBe(true);
  });

  test.each([
    // Root fields that have not said so, whatever they are beside.
    '{ images { nodes { id } } jobs { nodes { id } } }',
    '{ image(id: "x") { id } }',
    '{ node(id: "x") { id } }',
    '{ account { quota { __typename } } }',
    '{ pixverse { __typename } }',
    '{ _entities(representations: []) { __typename } }',
    '{ __schema { __typename } }',
    '{ job(id: "x", waitSeconds: 5) { id } }',
    // Below: what asks somebody, and what tells the time.
    '{ jobsByIds(ids: []) { image { id } } }',
    '{ job(id: "x") { ... on Job { video { id } } } }',
    '{ job(id: "x") { ...F } } fragment F on Job { observedAt }',
    'mutation { cleanJob(id: "x") { __typename } }',
    'subscription { jobUpdated(id: "x") { id } }',
  ])('that may learn something else is not: %s', (text) => {
    expect(judge(text)).toBe(false);
  });
});

/** Whether a field has a resolver of its own that names its third parameter. */
function takesContext({ resolve }: GraphQLField<unknown, unknown>): boolean {
  return resolve !== undefined && resolve.length > 2;
}

/** Every field that an answer below the repeatable root fields can show. */
function fieldsBelowRepeatableRoots() {
  const roots = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(
    ({ extensions }) => extensions.repeatable === true,
  );
  const waiting = roots.map(({ type }) => getNamedType(type));
  const seen = new Set(waiting);
  const found: { name: string; field: GraphQLField<unknown, unknown> }[] = [];
  for (const type of waiting) {
    const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
    for (const object of objects) {
      for (const field of Object.values(object.getFields())) {
        found.push({ name: `${object.name}.${field.name}`, field });
        const next = getNamedType(field.type);
        if (seen.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return found;
}

test('below a repeatable root field, whatever asks for the context is not repeatable', () => {
  const fields = fieldsBelowRepeatableRoots();
  const asking = fields.filter(({ field }) => takesContext(field));
  const costly = asking.filter(
    ({ field }) =>
      field.extensions.repeatable === false ||
      (field.extensions.directives as { cost?: unknown } | undefined)?.cost !== undefined,
  );
  expect(fields.length).toBeGreaterThan(60);
  expect(asking.map(({ name }) => name)).toContain('Job.image');
  expect(costly.map(({ name }) => name)).toEqual(asking.map(({ name }) => name));
});
