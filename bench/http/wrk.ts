import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onCore } from '../processes/cores.ts';
import { type Load, type LoadResult, requestsOf } from './load.ts';

const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** Asks with wrk, in one thread. */
export async function askWithWrk(load: Load): Promise<LoadResult> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'bench-'));
  const requests = join(folder.path, 'requests');
  await writeFile(
    requests,
    requestsOf(load)
      .map(({ authorization, body }) => `${authorization}\n${body}\n`)
      .join(''),
  );
  const terms = ['-t1', `-c${load.connections}`, `-d${load.seconds}s`, '--timeout', '10s'];
  const [command, ...commandArguments] = onCore(load.core, [
    'wrk',
    ...terms,
    '-s',
    SCRIPT,
    load.url,
    '--',
    requests,
  ]);
  const { stdout } = await promisify(execFile)(command, commandArguments);
  return JSON.parse(stdout.slice(stdout.lastIndexOf('{"requests"')));
}
