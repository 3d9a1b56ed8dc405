import { fileURLToPath } from 'node:url';
import { startProcess } from './process.ts';

/** What `npm run sandbox` starts, on free ports. Disposing ends it. */
export interface SandboxProcess extends AsyncDisposable {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /** Of the simulated Pictory's controls. */
  readonly controlsUrl: string;
}

/**
 * Starts the gateway on a simulated Pictory in a process of its own, with nothing of this one's environment but `PATH`.
 *
 * @param pictoryPort shows in the addresses of pictures. Default: any free one.
 * @param environment configures the gateway.
 */
export async function startSandboxProcess(
  pictoryPort = 0,
  environment: Record<string, string> = {},
): Promise<SandboxProcess> {
  const main = fileURLToPath(new URL('../../src/sandbox-main.ts', import.meta.url));
  const sandbox = startProcess(process.execPath, [main], {
    environment: { ...environment, PORT: '0', SANDBOX_PORT: String(pictoryPort) },
  });
  const [, url = '', controlsUrl = ''] = await sandbox.untilPrinted(
    /GraphQL and GraphiQL {2}(\S+)\s+Simulated Pictory +(\S+)/,
  );
  return { url, controlsUrl, [Symbol.asyncDispose]: () => sandbox[Symbol.asyncDispose]() };
}
