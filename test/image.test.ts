import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { SAMPLE_API_KEY } from '../src/sandbox/sandbox.ts';
import { startSandbox } from './support/sandbox.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));

/** The Dockerfile's steps, in an empty folder: there is no engine to build the image with. */
test('the compiled gateway runs on production dependencies alone, and drains on SIGTERM', {
  timeout: 240_000,
}, async () => {
  const image = await mkdtemp(join(tmpdir(), 'pictory-graphql-image-'));
  try {
    await run('npm', ['run', 'build'], { cwd: root });
    for (const name of ['package.json', 'package-lock.json']) await cp(join(root, name), join(image, name));
    await cp(join(root, 'dist'), join(image, 'dist'), { recursive: true });
    await run('npm', ['ci', '--omit=dev', '--ignore-scripts'], { cwd: image });

    await using sandbox = await startSandbox();
    const gateway = spawn(process.execPath, ['--enable-source-maps', 'dist/main.js'], {
      cwd: image,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: 'production',
        PORT: '0',
        PICTORY_BASE_URL: sandbox.url,
        GRAPHIQL: 'true',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const url = await readUrl(gateway.stdout);
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: SAMPLE_API_KEY },
        body: JSON.stringify({ query: '{ images(first: 2) { nodes { id } } }' }),
      });
      expect(await answer.json()).toMatchObject({
        data: { images: { nodes: [{ id: expect.stringMatching(/^Image:/) }, { id: expect.any(String) }] } },
      });
      const page = await fetch(url, { headers: { accept: 'text/html' } });
      const html = await page.text();
      const assets = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(
        ([, path]) => new URL(path as string, url),
      );
      expect(assets.length).toBeGreaterThan(0);
      for (const asset of assets) expect((await fetch(asset)).status, asset.pathname).toBe(200);

      const exited = once(gateway, 'exit');
      gateway.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
    } finally {
      gateway.kill('SIGKILL');
    }
  } finally {
    await rm(image, { recursive: true, force: true });
  }
});

/** The address in the first log line that has one. */
async function readUrl(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const url = /http:\/\/[^\s"]+\/graphql/.exec(line)?.[0];
    if (url) return url;
  }
  throw new Error('The gateway ended before it said where it listens.');
}
