import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What `npm run sandbox` starts, on free ports. Disposing ends it. */
export interface SandboxProcess extends AsyncDisposable {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /** Of the simulated Pictory's controls. */
  readonly controlsUrl: string;
}

/**
 * Starts the gateway on a simulated Pictory in a process of its own, with nothing of this one's environment.
 *
 * @param pictoryPort shows in the addresses of pictures. Default: any free one.
 * @param environment configures the gateway.
 */
export async function startSandboxProcess(
  pictoryPort = 0,
  environment: Record<string, string> = {},
): Promise<SandboxProcess> {
  const main = fileURLToPath(new URL('../../src/sandbox-main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { ...environment, PORT: '0', SANDBOX_PORT: String(pictoryPort) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let printed = '';
  const urls = new Promise<[string, string]>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      const [, url, controlsUrl] =
        /GraphQL and GraphiQL {2}(\S+)\s+Simulated Pictory +(\S+)/.exec(printed) ?? [];
      if (url && controlsUrl) resolve([url, controlsUrl]);
    });
    exited.then(([code]) => reject(new Error(`The sandbox ended with code ${code}: ${printed}`)), reject);
  });
  const [url, controlsUrl] = await urls;
  return {
    url,
    controlsUrl,
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
