import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Where a build lies, unless it says otherwise. */
export const DIST = new URL('../dist/', import.meta.url);
/** What a build is made of. */
const INGREDIENTS = ['package.json', 'package-lock.json', 'scripts/bundle.ts', 'src/**/*'];

/**
 * Bundles the gateway where what lies in its folder is of other sources. GraphiQL's files are left in
 * `node_modules/`, from where they are served as well: packing them takes longer than a start should.
 *
 * @param dist ends with a slash.
 * @returns the program to be run by Node.
 */
export async function ensureBuild(dist = DIST): Promise<URL> {
  const mark = new URL('built-from', dist);
  const wanted = hashIngredients();
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) {
    // Loaded only here: who has a build needs no bundler.
    const { bundle } = await import('./bundle.ts');
    const { fillCompileCache } = await import('./fill-compile-cache.ts');
    // Of another version, maybe.
    await rm(new URL('graphiql/', dist), { recursive: true, force: true });
    await bundle(dist);
    await fillCompileCache(dist);
    await writeFile(mark, wanted);
  }
  return new URL('main.cjs', dist);
}

function hashIngredients(): string {
  const hash = createHash('sha256').update(process.version);
  const files = globSync(INGREDIENTS, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map(({ parentPath, name }) => `${parentPath}/${name}`).sort())
    hash.update(`${path}\n`).update(readFileSync(path));
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await ensureBuild();
