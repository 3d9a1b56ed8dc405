import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { copyGraphiql } from './copy-graphiql.ts';
import { DIST, ensureBuild } from './ensure-build.ts';

// What the image holds, from nothing: the gateway with all it depends on, and GraphiQL's files, packed.
// Argument: the folder. None: `dist/`.

const [folder] = process.argv.slice(2);
const dist = folder === undefined ? DIST : pathToFileURL(`${resolve(folder)}/`);
await rm(dist, { recursive: true, force: true });
await ensureBuild(dist);
await copyGraphiql(dist);
