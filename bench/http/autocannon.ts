import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onCore } from '../processes/cores.ts';
import { type Load, type LoadResult, requestsOf } from './load.ts';

const PROGRAM = fileURLToPath(new URL('../contenders/ask-with-autocannon.ts', import.meta.url));

/** Asks with autocannon, in a process of its own. */
export async function askWithAutocannon(load: Load): Promise<LoadResult> {
  const { url, connections, seconds } = load;
  await using folder = await mkdtempDisposable(join(tmpdir(), 'bench-'));
  const asked = join(folder.path, 'asked.json');
  await writeFile(asked, JSON.stringify({ url, connections, seconds, requests: requestsOf(load) }));
  const [command, ...commandArguments] = onCore(load.core, [process.execPath, PROGRAM, asked]);
  const { stdout } = await promisify(execFile)(command, commandArguments);
  return JSON.parse(stdout);
}
