import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';

/**
 * Which core a process is kept on, where that can be done: what is measured has one for itself, everything that belongs to
 * the measuring shares the other.
 */
export type Core = 'measured' | 'measuring';

const NUMBERS = { measured: '0', measuring: '1' } satisfies Record<Core, string>;

/** Whether processes can be kept on cores here: by `taskset`, where there are two. */
export const canPin =
  cpus().length > 1 && spawnSync('taskset', ['-c', Object.values(NUMBERS).join(), 'true']).status === 0;

/** A command and its arguments, such that it runs on that core; unchanged without a core, or where it cannot be done. */
export function onCore(core: Core | undefined, command: [string, ...string[]]): [string, ...string[]] {
  return core && canPin ? ['taskset', '-c', NUMBERS[core], ...command] : command;
}
