import { type OperationDefinitionNode, parse } from 'graphql';
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
