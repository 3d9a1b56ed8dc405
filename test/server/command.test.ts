import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { VERSION } from '../../src/server/version.ts';
import { startProcess } from '../support/process.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** The command as a process of its own, and what it says until it ends. */
function run(commandArguments: string[] = [], environment: Record<string, string> = {}) {
  const child: ChildProcess = spawn(process.execPath, [MAIN, ...commandArguments], {
    env: { PATH: process.env.PATH, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { output: '', errors: '' };
  child.stdout?.on('data', (chunk) => {
    said.output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    said.errors += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, ...said }));
  return {
    child,
    ended,
    /** The first line of the log that has it. */
    async line(message: string): Promise<Record<string, string>> {
      for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
        const entry = JSON.parse(line);
        if (entry.msg === message) return entry;
      }
      throw new Error(`the process ended without saying "${message}"`);
    },
    [Symbol.dispose]: () => void child.kill('SIGKILL'),
  };
}

describe('the command', () => {
  test('a signal to `npm start` drains it', async () => {
    await using npm = startProcess('npm', ['start'], { environment: { PORT: '0' } });
    await npm.untilPrinted(/"msg":"listening"/);
    await npm.end('SIGTERM');
    expect(npm.printed()).toContain('"msg":"drained"');
  });

  test('says how it is used, and its version', async () => {
    using help = run(['--help']);
    expect(await help.ended).toMatchObject({
      code: 0,
      output: expect.stringContaining('Usage: pictory-graphql'),
    });
    using version = run(['--version']);
    expect(await version.ended).toMatchObject({ code: 0, output: `${VERSION}\n` });
    using unknown = run(['--port']);
    expect(await unknown.ended).toMatchObject({
      code: 64,
      errors: expect.stringContaining('Unknown argument --port.'),
    });
  });

  test('ends with 78 and all complaints when its configuration is not valid', async () => {
    using command = run([], { PORT: 'x', REDIS_URL: ':password@localhost' });
    expect(await command.ended).toEqual({
      code: 78,
      signal: null,
      output: '',
      errors: [
        'The configuration is not valid:',
        '- PORT: expected a whole number from 0 to 65535',
        '- REDIS_URL: expected a URL such as redis://:password@host:6379/0, or rediss:// for TLS',
        '',
      ].join('\n'),
    });
  });

  test('ends with 1 and a clear message when its port is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? `${address?.port}` : '';
    using command = run([], { PORT: port });
    expect(await command.ended).toMatchObject({
      code: 1,
      errors: `Port ${port} on 127.0.0.1 is in use. Set PORT to another one.\n`,
    });
    other.close();
  });

  test.each(['SIGTERM', 'SIGINT'] as const)('listens, and on %s drains and ends with 0', async (signal) => {
    using command = run([], { JOB_POLL_INTERVAL_MS: '500' });
    const { url } = await command.line('listening');
    const answer = await fetch(`${url}?query={__typename}`);
    expect(await answer.json()).toMatchObject({ data: { __typename: 'Query' } });
    command.child.kill(signal);
    const { code, errors } = await command.ended;
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
  });

  test('ends at once on a second signal', async () => {
    using command = run([], { DRAIN_LIMIT_MS: '60000' });
    const { url } = await command.line('listening');
    // A request whose body never comes, and which the server is known to have begun to read.
    const hanging = request(url as string, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': 100, expect: '100-continue' },
    });
    hanging.on('error', () => {});
    hanging.flushHeaders();
    await once(hanging, 'continue');
    command.child.kill('SIGTERM');
    await command.line('draining');
    command.child.kill('SIGTERM');
    expect(await command.ended).toMatchObject({ code: 143 });
  });
});
