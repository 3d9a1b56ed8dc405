import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { editorFiles, pack, packedSuffix } from '../src/server/graphiql/assets.ts';

/**
 * Puts the files of GraphiQL's editor, packed as small as they get, into `graphiql/` of a build, which then serves them
 * without any dev dependency.
 *
 * @param dist ends with a slash.
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
}
