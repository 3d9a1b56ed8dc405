import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs for a test. Disposing kills it and waits for its end. */
export interface RunningProcess extends AsyncDisposable {
  /** All it has printed so far, on either stream. */
  printed(): string;
  /** Resolves with what it has printed, now or later, that fits. @throws when it ends before, with what it said. */
  untilPrinted(pattern: RegExp): Promise<RegExpExecArray>;
  /** Sends a signal and resolves when the process and all who share its output have ended. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<void>;
}

/**
 * Starts a program with an environment of its own, `PATH` aside.
 *
 * Its streams are pipes, which nginx can open by name as `/dev/stdout`; those of Node are sockets, which nobody can.
 *
 * @param options.debianPackage that has the program; named when it is not there.
 */
export function startProcess(
  command: string,
  commandArguments: readonly string[],
  options: { environment?: Record<string, string>; debianPackage?: string } = {},
): RunningProcess {
  const { environment = {}, debianPackage } = options;
  const child = spawn('bash', ['-c', 'exec "$@" > >(exec cat) 2>&1', 'bash', command, ...commandArguments], {
    env: { ...environment, PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Should this process end first, so does the program; by a signal that nginx hands on to its workers.
  const endIt = () => void child.kill('SIGTERM');
  process.once('exit', endIt);
  const ended = once(child, 'close').finally(() => process.off('exit', endIt));
  const watchers = new Set<() => void>();
  let printed = '';
  let hasEnded = false;
  const notify = () => {
    for (const watcher of watchers) watcher();
  };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
    notify();
  });
  child.once('close', () => {
    hasEnded = true;
    notify();
  });

  const end = async (signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL') => {
    child.kill(signal);
    await ended;
  };
  return {
    printed: () => printed,
    untilPrinted: (pattern) =>
      new Promise((resolve, reject) => {
        const watch = () => {
          const found = pattern.exec(printed);
          if (found) resolve(found);
          else if (hasEnded) reject(new Error(reasonOfEnd()));
          else return;
          watchers.delete(watch);
        };
        watchers.add(watch);
        watch();
      }),
    end,
    [Symbol.asyncDispose]: () => end('SIGKILL'),
  };

  function reasonOfEnd(): string {
    return child.exitCode === NOT_FOUND && debianPackage
      ? `This needs ${command}. Run: sudo apt-get install -y ${debianPackage}`
      : `${command} ended (${child.exitCode ?? child.signalCode}): ${printed}`;
  }
}

/** What a shell says of a program that is not there. */
const NOT_FOUND = 127;
