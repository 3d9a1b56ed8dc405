import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@babel/core';
import { build, type Plugin } from 'esbuild';

// Makes what docs/clients.md shows ready to run: its blocks go to extracted/, their types are generated and checked, and
// what the programs in runs/ make of them goes to extracted/built/.

const here = new URL('./', import.meta.url);
const extracted = new URL('extracted/', here);
rmSync(extracted, { recursive: true, force: true });
const page = readFileSync(new URL('../../docs/clients.md', here), 'utf8');
for (const [, name = '', text = ''] of page.matchAll(/^```\w+ title="([^"]+)"\n([\s\S]*?)^```$/gm)) {
  const file = new URL(name, extracted);
  mkdirSync(dirname(fileURLToPath(file)), { recursive: true });
  writeFileSync(file, text);
}
copyFileSync(new URL('../../schema.graphql', here), new URL('schema.graphql', extracted));

run('graphql-codegen', ['--config', 'codegen.ts'], extracted);
run('relay-compiler', [], extracted);
run('tsc', ['-p', '.'], here);

/** What babel-plugin-relay does in a bundler: each `graphql` tag becomes an import of what the compiler made of it. */
const relay: Plugin = {
  name: 'relay',
  setup(bundler) {
    bundler.onLoad({ filter: /[/\\]relay[/\\]\w+\.tsx?$/ }, ({ path }) => {
      const { code } =
        transformSync(readFileSync(path, 'utf8'), {
          filename: path,
          babelrc: false,
          configFile: false,
          plugins: [['relay', { eagerEsModules: true }]],
          parserOpts: { plugins: ['typescript', 'jsx'] },
          cwd: fileURLToPath(extracted),
        }) ?? {};
      return { contents: code ?? '', loader: 'tsx' };
    });
  },
};

await bundle(['urql', 'apollo', 'relay']);
// The compiler adds to it and does not make it.
writeFileSync(new URL('src/relay/persisted-documents.json', extracted), '{}');
run('relay-compiler', ['relay.trusted.config.json'], extracted);
await bundle(['relay'], '.trusted');
const trusted = ['src/gql/', 'src/relay/'].map((folder) => readJson(`${folder}persisted-documents.json`));
writeFileSync(new URL('trusted.json', extracted), JSON.stringify(Object.assign({}, ...trusted)));

/** Makes `built/<name><suffix>.js` of each program, as a front end's bundler would. */
async function bundle(names: readonly string[], suffix = ''): Promise<void> {
  await build({
    entryPoints: names.map((name) => ({
      in: fileURLToPath(new URL(`runs/${name}.tsx`, here)),
      out: `${name}${suffix}`,
    })),
    outdir: fileURLToPath(new URL('built/', extracted)),
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    jsx: 'automatic',
    plugins: [relay],
  });
}

function readJson(name: string): object {
  return JSON.parse(readFileSync(new URL(name, extracted), 'utf8'));
}

/** Runs a tool of this example; ends the process with what it said when it complains. */
function run(tool: string, options: readonly string[], folder: URL): void {
  const command = fileURLToPath(new URL(`node_modules/.bin/${tool}`, here));
  const { status, stdout, stderr, error } = spawnSync(command, options, { cwd: folder, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${tool}: ${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}\n`);
  process.exit(1);
}
