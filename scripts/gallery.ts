import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const HELP = `Usage: npm run gallery [-- --help]

Starts the gallery of examples/gallery on a sandbox of its own: no key, no credits. Installs the example first, where needed.

  GALLERY_PORT  of the page, default 5173
  PORT          of the gateway, default 4000
  SANDBOX_PORT  of the simulated Pictory, default 4010

Ctrl+C ends all three.
`;

const root = fileURLToPath(new URL('../', import.meta.url));
const gallery = `${root}examples/gallery`;
const port = process.env.GALLERY_PORT || '5173';
const running: ChildProcess[] = [];

const [argument] = process.argv.slice(2);

if (argument === '--help' || argument === '-h') {
  process.stdout.write(HELP);
} else if (argument !== undefined) {
  process.stderr.write(`Unknown argument ${argument}.\n\n${HELP}`);
  process.exitCode = 64;
} else {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0));
  await checkPort();
  execFileSync(process.execPath, ['scripts/ensure-examples.ts', 'gallery'], { cwd: root, stdio: 'inherit' });
  execFileSync('npm', ['run', '--silent', 'relay'], { cwd: gallery, stdio: ['ignore', 'ignore', 'inherit'] });

  const gateway = await start(['src/sandbox-main.ts'], root, /GraphQL and GraphiQL {2}(\S+)/);
  const vite = ['node_modules/vite/bin/vite.js', '--port', port, '--strictPort', '--clearScreen', 'false'];
  const page = await start(vite, gallery, /Local:\s+(\S+)/, { GATEWAY_URL: new URL(gateway).origin });
  process.stdout.write(`
  Gallery               ${page}
  GraphQL and GraphiQL  ${gateway}

  Ctrl+C ends it.
`);
}

/** Vite would say it less plainly, and after the rest has started. */
async function checkPort(): Promise<void> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return leave('GALLERY_PORT: expected a port, 0 to 65535.');
  const server = createServer();
  try {
    await once(server.listen(Number(port), '127.0.0.1'), 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return leave(`Port ${port} is in use. Set GALLERY_PORT to another one.`);
  }
  await once(server.close(), 'close');
}

/** Runs a script of Node until the end of this process, and resolves with the address that it prints. Its end is ours. */
async function start(script: string[], cwd: string, address: RegExp, environment = {}): Promise<string> {
  const child = spawn(process.execPath, script, {
    cwd,
    env: { ...process.env, NO_COLOR: '1', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  // Ctrl+C reaches it, too, and perhaps first.
  child.once('exit', (code, signal) => void end(signal ? 0 : (code ?? 1)));
  let printed = '';
  return new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      const [, found] = address.exec(printed) ?? [];
      if (found) resolve(found);
    });
  });
}

/** Ends what was started, then this process. What has ended already, and why we do, has been told by itself. */
async function end(exitCode: number): Promise<never> {
  const alive = running.filter((child) => child.exitCode === null && child.signalCode === null);
  for (const child of alive) child.removeAllListeners('exit');
  await Promise.all(
    alive.map((child) => {
      const exited = once(child, 'exit');
      child.kill();
      return exited;
    }),
  );
  process.exit(exitCode);
}

function leave(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}
