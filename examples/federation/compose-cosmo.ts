import { readFileSync } from 'node:fs';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { parse } from 'graphql';
import { parse as parseYaml } from 'yaml';

// Composes what cosmo-graph.yaml names with Cosmo's library, as `wgc router compose` does, and says what comes of it.
// Exit code 1: it does not compose.

/** The part of the file that composition needs. */
interface Graph {
  subgraphs: { name: string; routing_url: string; schema: { file: string } }[];
}

const graph: Graph = parseYaml(read('cosmo-graph.yaml'));
const subgraphs = graph.subgraphs.map(({ name, routing_url: url, schema }) => ({
  name,
  url,
  definitions: parse(read(schema.file)),
}));

const result = federateSubgraphs({ subgraphs, version: ROUTER_COMPATIBILITY_VERSION_ONE });
for (const { message } of result.warnings) process.stdout.write(`Warning: ${message}\n`);
if (result.success) {
  process.stdout.write(`Composed ${subgraphs.map(({ name }) => name).join(' and ')}.\n`);
} else {
  for (const { message } of result.errors) process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
