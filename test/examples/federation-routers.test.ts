import { readFile } from 'node:fs/promises';
import { composeServices } from '@apollo/composition';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { APOLLO_ROUTER_OPTIONS, COSMO_GRAPH, COSMO_ROUTER_OPTIONS, ROVER_GRAPH } from './router-options.ts';

const folder = new URL('../../examples/federation/', import.meta.url);
const read = (name: string) => readFile(new URL(name, folder), 'utf8');
const readYaml = async (name: string) => parseYaml(await read(name));

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);

test.each([
  ['router.yaml', APOLLO_ROUTER_OPTIONS],
  ['supergraph.yaml', ROVER_GRAPH],
  ['cosmo-config.yaml', COSMO_ROUTER_OPTIONS],
  ['cosmo-graph.yaml', COSMO_GRAPH],
])('%s has only options that are documented, with values that they take', async (name, options) => {
  const validate = ajv.compile(options);
  validate(await readYaml(name));
  expect(validate.errors ?? []).toEqual([]);
});

test('an option that is misspelt is found', async () => {
  const router = await readYaml('router.yaml');
  const validate = ajv.compile(APOLLO_ROUTER_OPTIONS);
  router.include_subgraph_error = router.include_subgraph_errors;
  router.traffic_shaping.router.timeout = 60;
  expect(validate(router)).toBe(false);
  expect(validate.errors?.map(({ instancePath, keyword }) => [instancePath, keyword])).toEqual([
    ['', 'additionalProperties'],
    ['/traffic_shaping/router/timeout', 'type'],
  ]);
});

test('what supergraph.yaml names composes as Apollo does it, and router.yaml speaks of no other subgraph', async () => {
  const { subgraphs } = await readYaml('supergraph.yaml');
  const services = await Promise.all(
    Object.entries<{ routing_url: string; schema: { file: string } }>(subgraphs).map(
      async ([name, { routing_url: url, schema }]) => ({
        name,
        url,
        typeDefs: parse(await read(schema.file)),
      }),
    ),
  );
  const { errors, supergraphSdl } = composeServices(services);
  expect(errors ?? []).toEqual([]);
  expect(supergraphSdl).toContain('@join__graph(name: "pictory", url: "http://127.0.0.1:4001/graphql")');

  const router = await readYaml('router.yaml');
  for (const rules of [
    router.headers.subgraphs,
    router.include_subgraph_errors.subgraphs,
    router.subscription.mode.passthrough.subgraphs,
    router.traffic_shaping.subgraphs,
  ]) {
    expect(Object.keys(subgraphs)).toEqual(expect.arrayContaining(Object.keys(rules)));
  }
});

test('both compositions name the same subgraphs at the same addresses', async () => {
  const [rover, cosmo] = [await readYaml('supergraph.yaml'), await readYaml('cosmo-graph.yaml')];
  const named = cosmo.subgraphs.map(({ name, routing_url, schema }: Record<string, unknown>) => [
    name,
    { routing_url, schema },
  ]);
  expect(Object.fromEntries(named)).toEqual(rover.subgraphs);
});
