import { readdirSync } from 'node:fs';
import { installOnce } from './install-once.ts';

// Installs what the examples need, each from its own lock file, where what is installed is of another one.
// Arguments: the examples' names. None: all.

const folder = new URL('../examples/', import.meta.url);
const names = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(folder);

for (const name of names) installOnce(new URL(`${name}/`, folder));
