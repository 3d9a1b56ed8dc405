import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What `npm run sandbox` starts, on free ports. Disposing ends it. */
export interface SandboxProcess extends AsyncDisposable {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /** Of the simulated Pictory: its control routes are under `/sandbox`. */
  readonly pictoryOrigin: string;
}

/**
 * Starts the gateway on a simulated Pictory in a process of its own, with nothing of this one's environment.
 *
 * @param pictoryPort shows in the addresses of pictures. Default: any free one.
 * @param environment of the gateway, besides.
 */
export async function startSandboxProcess(
  pictoryPort = 0,
  environment: Readonly<Record<string, string>> = {},
): Promise<SandboxProcess> {
  const main = fileURLToPath(new URL('../../src/sandbox-main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { PORT: '0', SANDBOX_PORT: String(pictoryPort), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let printed = '';
  const addresses = new Promise<Pick<SandboxProcess, 'url' | 'pictoryOrigin'>>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      const [, url] = /GraphQL and GraphiQL {2}(\S+)/.exec(printed) ?? [];
      const [, pictoryOrigin] = /Simulated Pictory {5}(\S+)\/sandbox /.exec(printed) ?? [];
      if (url && pictoryOrigin) resolve({ url, pictoryOrigin });
    });
    exited.then(([code]) => reject(new Error(`The sandbox ended with code ${code}: ${printed}`)), reject);
  });
  return {
    ...(await addresses),
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
