import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Runs a bundled gateway until it has answered, so that it leaves in `compile-cache/` what compiling it has come to. That
 * counts for the same path, the same release of Node and the same user; anybody else's Node compiles it anew.
 *
 * @param dist ends with a slash.
 * @throws {Error} when it does not answer, or does not end in order.
 */
export async function fillCompileCache(dist: URL): Promise<void> {
  await mkdir(new URL('compile-cache/', dist), { recursive: true });
  const gateway = spawn(process.execPath, [fileURLToPath(new URL('main.cjs', dist))], {
    env: { PORT: '0', NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(gateway, 'exit');
  const lines = createInterface({ input: gateway.stdout });
  lines.on('line', (line) => {
    const { msg, url } = JSON.parse(line);
    if (msg === 'listening') void ask(url).finally(() => gateway.kill('SIGTERM'));
  });
  const [code] = await ended;
  if (code !== 0) throw new Error(`The built gateway has ended with ${code}.`);
}

async function ask(url: string): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    // Nobody's key: what is asked is answered without Pictory.
    headers: { 'content-type': 'application/json', authorization: 'pictai_nobody' },
    body: JSON.stringify({ query: '{ imageModels { name } }' }),
  });
  const { data, errors } = (await answer.json()) as { data?: unknown; errors?: unknown };
  if (!data || errors) throw new Error(`The built gateway answers ${JSON.stringify(errors)}.`);
}
