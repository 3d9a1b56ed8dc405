import { z } from 'zod';
import { parseInput } from './input.ts';
import { JOB_TIMES_MS } from './models.ts';

const jobTimeMs = z.int().min(0).max(86_400_000);

/** What can be changed while the sandbox runs. */
export const SettingsChange = z
  .strictObject({
    pageSize: z.int().min(1).max(100),
    emptyPages: z.int().min(0).max(100),
    emptyLastPage: z.boolean(),
    badPageKeyStatus: z.literal([400, 500]),
    jobTimesMs: z.union([jobTimeMs, z.partialRecord(z.enum(Object.keys(JOB_TIMES_MS)), jobTimeMs)], {
      error: `Expected whole milliseconds, or an object of them by model: ${Object.keys(JOB_TIMES_MS).join(', ')}`,
    }),
  })
  .partial();

/** What can be changed while the sandbox runs; what is left out stays as it is. */
export type SettingsChange = z.input<typeof SettingsChange>;

/** How the sandbox behaves now. */
export interface Settings {
  /** Items per page of every list, 1 to 100. */
  pageSize: number;
  /** How many empty pages stand between any two pages of a list. */
  emptyPages: number;
  /** Whether a list ends with an empty page, as key-based stores do when the items have just run out. */
  emptyLastPage: boolean;
  /** What a broken, expired or foreign `nextPageKey` is answered with: Pictory does not say. */
  badPageKeyStatus: 400 | 500;
  /** How long a job takes, by model, in ms. Holds for jobs that start from now on. */
  jobTimesMs: Record<string, number>;
}

/** The settings that a sandbox starts with. */
export function createSettings(change: SettingsChange): Settings {
  const settings: Settings = {
    pageSize: 100,
    emptyPages: 0,
    emptyLastPage: false,
    badPageKeyStatus: 400,
    jobTimesMs: { ...JOB_TIMES_MS },
  };
  changeSettings(settings, change);
  return settings;
}

/** Changes settings in place. One number as `jobTimesMs` goes for all models. @throws {SandboxInputError} naming what is wrong. */
export function changeSettings(settings: Settings, change: SettingsChange): void {
  const { jobTimesMs, ...rest } = parseInput(SettingsChange, change);
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined) Object.assign(settings, { [name]: value });
  if (typeof jobTimesMs === 'number') {
    for (const model of Object.keys(settings.jobTimesMs)) settings.jobTimesMs[model] = jobTimesMs;
  } else Object.assign(settings.jobTimesMs, jobTimesMs);
}
