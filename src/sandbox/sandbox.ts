import { type Clock, systemClock } from '../clock.ts';
import { createAccount, findAccount } from './account.ts';
import { createApiServer } from './api-server.ts';
import { type Call, type CallMatch, createCallLog } from './calls.ts';
import { createControls } from './controls.ts';
import { createFaults, type Fault, type FaultRule } from './faults.ts';
import { createFiles } from './files.ts';
import { SandboxInputError } from './input.ts';
import type { Jobs } from './jobs.ts';
import type { Library } from './library.ts';
import { createPageKeys } from './paging.ts';
import { createPictoryApi } from './pictory-api.ts';
import type { Seed } from './seed.ts';
import { openServer } from './server.ts';
import { changeSettings, createSettings, type Settings, type SettingsChange } from './settings.ts';

/** The key of the account that a sandbox has when nobody names accounts. */
export const SAMPLE_API_KEY = 'pictai_sandbox_sample_key';

/** How to start a sandbox. Everything has a default; the settings among it can be changed later. */
export interface SandboxOptions extends SettingsChange, Partial<Seed> {
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free one. */
  port?: number;
  /** Default: the machine's. */
  clock?: Clock;
  /** Default: one, called `sample`, with `SAMPLE_API_KEY`. The counts of an account come before the general ones. */
  accounts?: readonly AccountOptions[];
}

/** One customer of the simulated Pictory. */
interface AccountOptions {
  /** Begins with `pictai_`. */
  apiKey: string;
  /** Default `account-1`, `account-2` and so on. */
  name?: string;
  imageCount?: number;
  videoCount?: number;
}

/** A simulated Pictory that listens on a port. Disposing closes it at once, with all connections. */
export interface Sandbox extends AsyncDisposable {
  /** Base address of the API, to be used as PICTORY_BASE_URL. */
  readonly url: string;
  /** Where the control routes (`/sandbox`) and the files (`/files`) are. */
  readonly origin: string;
  /** The lists of an account, by name; by default those of the first. @throws {SandboxInputError} for an unknown name. */
  library(account?: string): Library;
  /** The jobs of an account, by name; by default those of the first. @throws {SandboxInputError} for an unknown name. */
  jobs(account?: string): Jobs;
  /** @throws {SandboxInputError} naming what is wrong with the rule. */
  addFault(rule: FaultRule): Fault;
  clearFaults(): void;
  /** API calls, oldest first. */
  readonly calls: readonly Call[];
  clearCalls(): void;
  /**
   * Resolves with the next call of this kind as soon as it has come in, before it is answered.
   *
   * @throws {SandboxInputError} for a path or an account that can never come.
   */
  nextCall(match?: CallMatch): Promise<Call>;
  readonly settings: Readonly<Settings>;
  /** @throws {SandboxInputError} naming what is wrong. */
  changeSettings(change: SettingsChange): void;
  /** Makes every `nextPageKey` given so far a bad one. */
  expirePageKeys(): void;
}

/**
 * Starts a simulated Pictory: the documented endpoints, files one can look at, and controls that break things.
 *
 * The library is the same for the same seed; what is made at run time has ids that never repeat.
 *
 * @throws {SandboxInputError} for options that cannot be.
 * @throws {Error} with code EADDRINUSE when the port is occupied.
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, clock = systemClock } = options;
  const { pageSize, emptyPages, emptyLastPage, badPageKeyStatus, jobTimesMs } = options;
  const settings = createSettings({ pageSize, emptyPages, emptyLastPage, badPageKeyStatus, jobTimesMs });
  const named = nameAccounts(options.accounts ?? [{ name: 'sample', apiKey: SAMPLE_API_KEY }]);

  // The port comes first: every address in the library has it.
  const server = await openServer(host, port);
  const { origin } = server;
  const filesUrl = `${origin}/files`;
  const closing = new AbortController();
  const accounts = named.map((account, index) => {
    const userId = `u-${4471 + index}`;
    const ownSeed = `${options.seed ?? 'pictory'}/${userId}`;
    const seed = chooseSeed({ ...options, ...account, seed: ownSeed }, clock.now());
    return createAccount({ ...account, userId, seed, filesUrl, settings, clock, closed: closing.signal });
  });

  const pageKeys = createPageKeys();
  const calls = createCallLog();
  const faults = createFaults(accounts);
  const api = createPictoryApi({ accounts, settings, pageKeys, now: () => clock.now() });
  server.serve('/pictoryapis', {
    call: createApiServer({ api, calls, faults, clock }),
    file: createFiles({ filesUrl, accounts }),
    control: createControls({ origin, accounts, calls, faults, settings, pageKeys }),
  });

  return {
    url: `${origin}/pictoryapis`,
    origin,
    library: (account) => findAccount(accounts, account).library,
    jobs: (account) => findAccount(accounts, account).jobs,
    addFault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    calls: calls.list,
    clearCalls: () => calls.clear(),
    nextCall(match = {}) {
      if (match.account !== undefined) findAccount(accounts, match.account);
      return calls.next(match);
    },
    settings,
    changeSettings: (change) => changeSettings(settings, change),
    expirePageKeys: () => pageKeys.expireAll(),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await server[Symbol.asyncDispose]();
    },
  };
}

function chooseSeed(options: Partial<Seed> & { seed: string }, nowMs: number): Seed {
  return {
    seed: options.seed,
    imageCount: options.imageCount ?? 345,
    videoCount: options.videoCount ?? 120,
    jobCount: options.jobCount ?? 40,
    // A fixed date, so that a library looks the same on every day.
    newestAtMs: options.newestAtMs ?? Math.min(Date.UTC(2026, 10, 1, 18), nowMs),
    tieShare: options.tieShare ?? 0.02,
    disorderMs: options.disorderMs ?? 0,
  };
}

function nameAccounts(accounts: readonly AccountOptions[]): (AccountOptions & { name: string })[] {
  const named = accounts.map((account, index) => ({
    ...account,
    name: account.name ?? `account-${index + 1}`,
  }));
  for (const { apiKey, name } of named) {
    if (!/^pictai_[\w-]+$/.test(apiKey))
      throw new SandboxInputError(`The key of ${name} does not look like pictai_...`);
  }
  for (const part of ['name', 'apiKey'] as const) {
    const isUnique = new Set(named.map((account) => account[part])).size === named.length;
    if (named.length === 0 || !isUnique)
      throw new SandboxInputError(`Every account needs a ${part} of its own.`);
  }
  return named;
}
