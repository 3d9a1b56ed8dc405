import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What `npm run sandbox` starts, on free ports. Disposing ends it. */
export interface SandboxProcess extends AsyncDisposable {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /** Where the simulated PixVerse is: its control routes under `/sandbox`. */
  readonly pixverseOrigin: string;
}

/**
 * Starts the gateway on a simulated Pictory in a process of its own, with nothing of this one's environment.
 *
 * @param pictoryPort shows in the addresses of pictures. Default: any free one.
 */
export async function startSandboxProcess(pictoryPort = 0): Promise<SandboxProcess> {
  const main = fileURLToPath(new URL('../../src/sandbox-main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { PORT: '0', SANDBOX_PORT: String(pictoryPort) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let printed = '';
  const urls = new Promise<{ url: string; pixverseOrigin: string }>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      const [, url] = /GraphQL and GraphiQL {2}(\S+)/.exec(printed) ?? [];
      const [, pixverseOrigin] = /Simulated PixVerse {4}(\S+)\/sandbox/.exec(printed) ?? [];
      if (url && pixverseOrigin) resolve({ url, pixverseOrigin });
    });
    exited.then(([code]) => reject(new Error(`The sandbox ended with code ${code}: ${printed}`)), reject);
  });
  return {
    ...(await urls),
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
