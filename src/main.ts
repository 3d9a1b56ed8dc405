const NEEDED_NODE = 24;

// Checked before anything else is loaded, and by what any Node knows: what is loaded needs it.
if (Number(process.versions.node.split('.')[0]) < NEEDED_NODE) {
  process.stderr.write(
    `pictory-graphql needs Node ${NEEDED_NODE} or newer; this is Node ${process.versions.node}.\n`,
  );
  process.exit(1);
}
const { enableCompileCache } = await import('node:module');
enableCompileCache();
const { runCommand } = await import('./server/command.ts');
await runCommand(process.argv.slice(2), process.env);

export {};
