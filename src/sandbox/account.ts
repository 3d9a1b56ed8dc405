import type { Clock } from '../clock.ts';
import { SandboxInputError } from './input.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createLibrary, type Library } from './library.ts';
import { imageCredits, videoCredits } from './models.ts';
import { growImages, growJobs, growVideos, type Seed } from './seed.ts';
import type { Settings } from './settings.ts';

/** One customer of the simulated Pictory. Nothing is shared between two of them. */
export interface Account {
  readonly name: string;
  readonly apiKey: string;
  /** Pictory's name for the customer; part of file addresses and page keys. */
  readonly userId: string;
  readonly library: Library;
  readonly jobs: Jobs;
  readonly ledger: Ledger;
}

/**
 * An account with a library grown from its seed, and all that library cost in the ledger.
 *
 * @param options.filesUrl base address of the files, e.g. `http://127.0.0.1:4010/files`.
 * @param options.closed ends all waiting for jobs.
 */
export function createAccount(options: {
  name: string;
  apiKey: string;
  userId: string;
  seed: Seed;
  filesUrl: string;
  settings: Settings;
  clock: Clock;
  closed: AbortSignal;
}): Account {
  const { name, apiKey, userId, seed, filesUrl, settings, clock, closed } = options;
  const folder = `${filesUrl}/${userId}`;
  const images = growImages(seed, folder, `${filesUrl}/references`);
  const videos = growVideos(seed, folder, `${filesUrl}/references`);

  const library = createLibrary({ folder, images, videos, now: () => clock.now() });
  const ledger = createLedger();
  const jobs = createJobs({
    library,
    ledger,
    seeded: growJobs(seed, images, videos),
    settings,
    clock,
    closed,
  });

  const costs = [
    ...images.map(({ model, createdDate }) => ['image', imageCredits(model), createdDate] as const),
    ...videos.map(
      ({ model, duration, createdDate }) => ['video', videoCredits(model, duration), createdDate] as const,
    ),
  ];
  costs.sort(([, , one], [, , other]) => Date.parse(one) - Date.parse(other));
  for (const [kind, credits, date] of costs) ledger.debit(kind, credits, date);

  return { name, apiKey, userId, library, jobs, ledger };
}

/** The account of this name, by default the first. @throws {SandboxInputError} when there is none. */
export function findAccount<Named extends { name: string }>(
  accounts: readonly Named[],
  name?: string,
): Named {
  const account = name === undefined ? accounts[0] : accounts.find((candidate) => candidate.name === name);
  if (account) return account;
  const names = accounts.map((candidate) => candidate.name).join(', ');
  throw new SandboxInputError(`There is no account ${name}; there are: ${names}`);
}
