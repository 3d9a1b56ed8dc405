import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { editorFiles, pack, packedSuffix } from '../src/server/graphiql/assets.ts';

/**
 * Puts beside the compiled code what GraphiQL serves: the editor's files, packed as small as they get, into
 * `graphiql/`, and the page's own files and tabs into `server/graphiql/`. The build then needs no dev dependency.
 *
 * @param dist the folder of the compiled code, ending in a slash.
 */
export async function copyGraphiql(dist: URL): Promise<void> {
  const editorFolder = new URL('graphiql/', dist);
  await mkdir(editorFolder, { recursive: true });
  await Promise.all(
    Object.entries(editorFiles).map(async ([name, source]) => {
      const body = await readFile(
        new URL(`dist/${source}`, import.meta.resolve('@graphql-yoga/graphiql/package.json')),
      );
      await writeFile(new URL(name, editorFolder), body);
      for (const encoding of ['br', 'gzip'] as const) {
        await writeFile(
          new URL(`${name}.${packedSuffix[encoding]}`, editorFolder),
          await pack(body, encoding, 'thorough'),
        );
      }
    }),
  );
  for (const folder of ['browser/', 'tabs/']) {
    const own = new URL(`../src/server/graphiql/${folder}`, import.meta.url);
    await cp(own, new URL(`server/graphiql/${folder}`, dist), { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await copyGraphiql(new URL('../dist/', import.meta.url));
