import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = fileURLToPath(new URL('../src/', import.meta.url));

/**
 * Writes the gateway and all it depends on as a few files of JavaScript, and what it reads beside them: `main.cjs` is to
 * be run, by Node alone. What is loaded only when it is needed has files of its own, which lie where `src/` has them.
 *
 * Files of the same name are replaced at once each, so that a gateway may start meanwhile.
 *
 * @param dist ends with a slash.
 */
export async function bundle(dist: URL): Promise<void> {
  await using build = await rolldown({
    cwd: root,
    input: { main: 'src/main.ts' },
    platform: 'node',
    plugins: [oneGraphql],
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  const { output } = await build.generate({
    // An `import` of node:http, unlike a `require`, loads all that Node's own fetch consists of.
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: ({ name, facadeModuleId }) =>
      facadeModuleId?.startsWith(source)
        ? `${relative(source, facadeModuleId).replace(/\.ts$/, '')}.cjs`
        : `shared/${name}.cjs`,
    // Apart from ours: who enables source maps has Node read those of all it loads, and dependencies have none.
    codeSplitting: { groups: [{ name: 'dependencies', test: /node_modules/, entriesAware: true }] },
    keepNames: true,
    sourcemap: true,
    sourcemapExcludeSources: true,
  });
  const chunks = output.filter((file) => file.type === 'chunk');
  assertOneGraphql(chunks);
  for (const { fileName, code, map, moduleIds } of chunks) {
    const isOurs = moduleIds.some((id) => id.startsWith(source));
    await write(new URL(fileName, dist), isOurs ? code : code.replace(/\/\/# sourceMappingURL=.*\s*$/, ''));
    if (isOurs && map) await write(new URL(`${fileName}.map`, dist), map.toString());
  }
  for (const folder of ['server/graphiql/browser/', 'server/graphiql/tabs/'])
    await cp(`${source}${folder}`, new URL(folder, dist), { recursive: true });
  await write(new URL('THIRD-PARTY-LICENSES.txt', dist), collectLicenses(chunks));
}

async function write(file: URL, text: string): Promise<void> {
  await mkdir(new URL('.', file), { recursive: true });
  const draft = `${fileURLToPath(file)}.${process.pid}`;
  await writeFile(draft, text);
  await rename(draft, file);
}

/** Whoever asks for graphql or a file of it, by `import` or `require`, gets the same one: its ES modules. */
const oneGraphql: Plugin = {
  name: 'one-graphql',
  resolveId: {
    filter: { id: /^graphql($|\/)/ },
    async handler(name, importer) {
      const found = await this.resolve(name, importer, { skipSelf: true });
      return found && { ...found, id: found.id.replace(/\.js$/, '.mjs') };
    },
  },
};

/** Types of one copy are strangers to another, and in production nobody says so. */
function assertOneGraphql(chunks: readonly OutputChunk[]): void {
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => /\/graphql\/[^@]*$/.test(id));
  const copies = new Set(
    modules.flatMap((id) => /^(.*\/node_modules\/graphql\/).*(\.\w+)$/.exec(id)?.slice(1).join('*') ?? []),
  );
  if (copies.size !== 1) throw new Error(`graphql is there ${copies.size} times: ${[...copies].join(', ')}`);
}

/** The licences of all packages of which something is in the files, with their texts. */
function collectLicenses(chunks: readonly OutputChunk[]): string {
  const folders = new Set(
    chunks.flatMap(({ moduleIds }) =>
      moduleIds.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? []),
    ),
  );
  const notes = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : '';
    return `${name} ${version} (${license})\n\n${text}`.trim();
  });
  return `${notes.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
