import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort } from '../support/fleet.ts';
import { startProgram } from './supergraph.ts';

// `npm run federation`, and the checks that examples/federation brings with it.

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

async function freePorts(): Promise<Record<string, string>> {
  const names = ['PORT', 'PICTORY_PORT', 'CAMPAIGNS_PORT', 'SANDBOX_PORT'];
  const ports = new Set<number>();
  while (ports.size < names.length) ports.add(await freePort());
  return Object.fromEntries([...ports].map((port, index) => [names[index], String(port)]));
}

test('it prints the query of the README, which has the answer of the README, and ends everything with Ctrl+C', async () => {
  const [, section = ''] =
    /^### In a supergraph\n([\s\S]*?)^##/m.exec(await readFile(`${root}README.md`, 'utf8')) ?? [];
  const [, shown = ''] = /```json\n([\s\S]*?)```/.exec(section) ?? [];
  const ports = await freePorts();
  await using supergraph = startProgram('start.ts', ports);
  await supergraph.untilPrinted(/Ctrl\+C ends it/);

  const [, command = ''] = /Try it\n([\s\S]*?)\n\n/.exec(supergraph.printed()) ?? [];
  const unindented = command.replaceAll(/^ {4}/gm, '').replace(`:${ports.PORT}/`, ':4000/');
  expect(section).toContain(unindented);
  const { stdout } = await run('sh', ['-c', command]);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(shown));

  await supergraph.end('SIGINT');
  for (const port of Object.values(ports)) {
    const listener = createServer().listen(Number(port), '127.0.0.1');
    await once(listener, 'listening');
    listener.close();
  }
});

test('ports that are taken are told together, with the variables that change them', async () => {
  const ports = await freePorts();
  await using taken = new AsyncDisposableStack();
  for (const name of ['PICTORY_PORT', 'SANDBOX_PORT']) {
    const listener = createServer().listen(Number(ports[name]), '127.0.0.1');
    await once(listener, 'listening');
    taken.defer(() => void listener.close());
  }
  await using supergraph = startProgram('start.ts', { ...ports, CAMPAIGNS_PORT: 'many' });
  await supergraph.untilPrinted(/SANDBOX_PORT to another one/);
  expect(supergraph.printed().trimEnd().split('\n')).toEqual([
    `Port ${ports.PICTORY_PORT} is in use. Set PICTORY_PORT to another one.`,
    'CAMPAIGNS_PORT: expected a port, 1 to 65535.',
    `Port ${ports.SANDBOX_PORT} is in use. Set SANDBOX_PORT to another one.`,
  ]);
});

test('it has help, and refuses what it does not know', async () => {
  const start = `${root}examples/federation/start.ts`;
  const { stdout } = await run(process.execPath, [start, '--help']);
  expect(stdout).toMatch(/^Usage: npm run federation/);
  expect(stdout).toContain('PICTORY_PORT');
  await expect(run(process.execPath, [start, '--what'])).rejects.toMatchObject({
    code: 64,
    stderr: expect.stringContaining('Unknown argument --what.'),
  });
});

test('the subgraphs compose for Cosmo, too', async () => {
  const { stdout } = await run(process.execPath, [`${root}examples/federation/compose-cosmo.ts`]);
  expect(stdout).toBe('Composed pictory and campaigns.\n');
});

test('its types are right', async () => {
  const { stdout } = await run(`${root}node_modules/.bin/tsc`, ['-p', `${root}examples/federation`]);
  expect(stdout).toBe('');
});
