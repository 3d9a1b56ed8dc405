import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, Kind, parse, print } from 'graphql';
import { describe, expect, test } from 'vitest';

const folder = new URL('released/', import.meta.url);
const released = (version: string) => readFileSync(new URL(`${version}.graphql`, folder), 'utf8');

/** The sections of the CHANGELOG, newest first. */
const sections = readFileSync('CHANGELOG.md', 'utf8')
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    version: section.slice(0, section.indexOf(' ')),
    isReleased: !/^.*unreleased/.test(section),
    text: section,
  }));

/** What GraphQL Inspector finds that can break a client, by the path of what changed. */
async function breakingChanges(before: string, after: string): Promise<string[]> {
  const changes = await diff(buildSchema(before), buildSchema(after));
  return changes
    .filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking)
    .map(({ path, message }) => path ?? message);
}

/** The keys of each type, and which types are shareable. */
function offersOf(subgraph: string): string[] {
  return parse(subgraph).definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (definition.directives ?? [])
          .filter(({ name }) => name.value === 'key' || name.value === 'shareable')
          .map((directive) => `${definition.name.value} ${print(directive)}`)
      : [],
  );
}

describe('since the last release', () => {
  test('nothing has changed that can break a client, save what the CHANGELOG names under Breaking', async () => {
    const last = sections.find(({ isReleased }) => isReleased)?.version ?? '';
    const announced = sections
      .filter(({ isReleased }) => !isReleased)
      .map(({ text }) => text.split('**Breaking**')[1] ?? '')
      .join('\n');

    const unannounced = (
      await breakingChanges(released(last), readFileSync('schema.graphql', 'utf8'))
    ).filter((path) => !announced.includes(`\`${path}\``));

    expect(unannounced).toEqual([]);
  });

  test('nothing that other subgraphs build on has gone from the subgraph: keys, and what may be shared', () => {
    const last = sections.find(({ isReleased }) => isReleased)?.version ?? '';
    const offered = offersOf(readFileSync('subgraph.graphql', 'utf8'));

    expect(offersOf(released(`${last}.subgraph`)).filter((offer) => !offered.includes(offer))).toEqual([]);
  });

  test('a field that went, and an argument that became required, would be found', async () => {
    const before = 'type Query { image(id: ID): String video: String }';
    const after = 'type Query { image(id: ID!): String }';

    expect(await breakingChanges(before, after)).toEqual(['Query.video', 'Query.image.id']);
  });
});

test('every release has its schema here, and so has every tag of this clone', () => {
  const versions = readdirSync(folder)
    .filter((name) => !name.endsWith('.subgraph.graphql'))
    .map((name) => name.replace('.graphql', ''));
  const tags = execFileSync('git', ['tag', '--list', 'v*'], { encoding: 'utf8' }).split('\n').filter(Boolean);

  expect(versions.sort()).toEqual(
    sections
      .filter(({ isReleased }) => isReleased)
      .map(({ version }) => version)
      .sort(),
  );
  for (const tag of tags) {
    const tagged = execFileSync('git', ['show', `${tag}:schema.graphql`], { encoding: 'utf8' });
    expect(released(tag.slice(1)), tag).toBe(tagged);
    expect(offersOf(released(`${tag.slice(1)}.subgraph`)).length, tag).toBeGreaterThan(0);
  }
});
