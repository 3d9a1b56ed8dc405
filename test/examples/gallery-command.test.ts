import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createClient } from 'graphql-ws';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startProcess } from '../support/process.ts';

const script = fileURLToPath(new URL('../../scripts/gallery.ts', import.meta.url));
const anyPorts = { GALLERY_PORT: '0', PORT: '0', SANDBOX_PORT: '0' };

/** What `npm run gallery` starts. */
const run = (environment: Record<string, string>, ...scriptArguments: string[]) =>
  startProcess(process.execPath, [script, ...scriptArguments], { environment });

test('one command serves the page, and the gateway behind its address; ending it ends all', async () => {
  await using command = run(anyPorts);
  const [, page = ''] = await command.untilPrinted(/Gallery +(\S+)/);
  const [, gateway = ''] = await command.untilPrinted(/GraphQL and GraphiQL +(\S+)/);
  expect(await (await fetch(page)).text()).toContain('<title>Gallery</title>');

  const endpoint = `${page}graphql`;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(page).origin },
    body: JSON.stringify({ query: '{ assets(first: 1) { nodes { id } } }' }),
  });
  expect((await response.json()).data.assets.nodes).toHaveLength(1);

  const origin = new URL(page).origin;
  class BrowserSocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { origin });
    }
  }
  const client = createClient({
    url: endpoint.replace('http', 'ws'),
    webSocketImpl: BrowserSocket,
    retryAttempts: 0,
  });
  const [answer] = await Array.fromAsync(
    client.iterate({ query: 'subscription { jobUpdated(id: "Job:unknown") { status } }' }),
  );
  expect(answer?.errors?.[0]?.extensions?.code).toBe('JOB_NOT_FOUND');
  await client.dispose();

  await command.end('SIGTERM');
  await expect(fetch(page)).rejects.toThrow();
  await expect(fetch(gateway)).rejects.toThrow();
});

test('an occupied port is told before anything starts', async () => {
  await using server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  await using command = run({ ...anyPorts, GALLERY_PORT: String(port) });
  await expect(command.untilPrinted(/Gallery +http/)).rejects.toThrow(
    `Port ${port} is in use. Set GALLERY_PORT to another one.`,
  );
});

test('--help names the ports, and what is not known starts nothing', async () => {
  await using command = run({}, '--help');
  await command.untilPrinted(/GALLERY_PORT.*5173[\s\S]*SANDBOX_PORT/);
  await using wrong = run({}, '--port');
  await wrong.untilPrinted(/^Unknown argument --port\.[\s\S]*SANDBOX_PORT/);
});
