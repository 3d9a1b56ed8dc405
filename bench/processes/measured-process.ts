import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Core, onCore } from './cores.ts';

/** What a process has used since it began. */
export interface Usage {
  /** CPU time of all its threads, garbage collection included. */
  cpuMs: number;
  /** Memory it has now. */
  rssBytes: number;
  /** Objects and buffers that JavaScript holds; right after a collection, those that it needs. */
  liveBytes: number;
  /** The most memory it ever had. */
  peakRssBytes: number;
}

/** What `meter.ts` is asked. `settled usage` collects garbage first. */
export interface MeterQuestion {
  meter: 'usage' | 'settled usage';
  number: number;
}

/** What it answers, under the number of the question. */
export interface MeterAnswer extends Usage {
  meter: number;
}

/** A Node program in a process of its own that can be asked what it has used. Disposing kills it. */
export interface MeasuredProcess extends AsyncDisposable {
  /** @param when `settled`: after garbage has been collected. */
  usage(when?: 'now' | 'settled'): Promise<Usage>;
  /** Hands the program a message. */
  tell(message: object): void;
  /** Resolves with the next message of the program for which `pick` gives something. @throws {Error} when it ends before. */
  hear<Heard>(pick: (message: object) => Heard | undefined): Promise<Heard>;
}

const METER = new URL('meter.ts', import.meta.url).href;

/**
 * Starts a Node program. It reads its configuration from the environment and nothing of ours but `PATH`; what it prints
 * goes nowhere, except for errors.
 */
export function startMeasured(
  program: URL,
  options: { core?: Core; environment?: Record<string, string>; programArguments?: readonly string[] } = {},
): MeasuredProcess {
  const { core, environment = {}, programArguments = [] } = options;
  const [command, ...commandArguments] = onCore(core, [
    process.execPath,
    '--import',
    METER,
    fileURLToPath(program),
    ...programArguments,
  ]);
  const child = spawn(command, commandArguments, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  // A program that cannot be started is met by whoever waits for its first message.
  ended.catch(() => {});
  let questions = 0;

  const hear = <Heard>(pick: (message: object) => Heard | undefined) => nextMessage(child, program, pick);
  return {
    async usage(when = 'now') {
      const number = ++questions;
      const answer = hear((message) => ((message as MeterAnswer).meter === number ? message : undefined));
      child.send({ meter: when === 'now' ? 'usage' : 'settled usage', number } satisfies MeterQuestion);
      return (await answer) as MeterAnswer;
    },
    tell: (message) => void child.send(message),
    hear,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function nextMessage<Heard>(
  child: ChildProcess,
  program: URL,
  pick: (message: object) => Heard | undefined,
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      child.off('message', take);
      child.off('exit', giveUp);
      child.off('error', giveUp);
    };
    const take = (message: object) => {
      const heard = pick(message);
      if (heard === undefined) return;
      stop();
      resolve(heard);
    };
    const giveUp = () => {
      stop();
      reject(new Error(`${fileURLToPath(program)} has ended (${child.exitCode ?? child.signalCode}).`));
    };
    child.on('message', take);
    child.once('exit', giveUp);
    child.once('error', giveUp);
    if (child.exitCode !== null || child.signalCode !== null) giveUp();
  });
}
