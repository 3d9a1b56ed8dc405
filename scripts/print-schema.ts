import { writeFileSync } from 'node:fs';
import { printClientSchema, printSubgraphSchema } from '../src/schema/print.ts';
import { createSchema } from '../src/schema/schema.ts';

const schema = createSchema();
writeFileSync(new URL('../schema.graphql', import.meta.url), printClientSchema(schema));
writeFileSync(new URL('../subgraph.graphql', import.meta.url), printSubgraphSchema(schema));
