const NEEDED_NODE = 24;

// Checked before anything else is loaded, and by what any Node knows: what is loaded needs it.
if (Number(process.versions.node.split('.')[0]) < NEEDED_NODE) {
  process.stderr.write(
    `pictory-graphql needs Node ${NEEDED_NODE} or newer; this is Node ${process.versions.node}.\n`,
  );
  process.exit(1);
}
// What is alive for as long as a request may not grow old: docs/decisions/hot-path.md. Before anything is compiled, since V8
// keeps what it compiles for the same flags alone.
process.getBuiltinModule('node:v8').setFlagsFromString('--no-allocation-site-pretenuring');

const { enableCompileCache } = process.getBuiltinModule('node:module');
const { existsSync } = process.getBuiltinModule('node:fs');
const { fileURLToPath } = process.getBuiltinModule('node:url');

// A build brings what compiling it has come to; from source, Node keeps that among the temporary files.
const built = fileURLToPath(new URL('compile-cache', import.meta.url));
enableCompileCache(existsSync(built) ? built : undefined);

// No `await` here, which is not for CommonJS, as a build is.
void import('./server/command.ts').then(({ runCommand }) => runCommand(process.argv.slice(2), process.env));

export {};
