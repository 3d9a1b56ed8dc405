import type { Identity, PrincipalId, Scope } from '../../src/domain/caller.ts';
import { createCatalogue } from '../../src/domain/generation/catalogue.ts';
import type {
  GenerationResult,
  GenerationTerms,
  ImageInput,
  VideoInput,
} from '../../src/domain/generation/generation.ts';
import type { GenerationRecords } from '../../src/domain/generation/records.ts';
import type { JobState } from '../../src/domain/job.ts';
import type { Operation } from '../../src/domain/operation.ts';
import { createStudio, type Studio, type StudioOptions } from '../../src/domain/studio.ts';
import { createMemoryGenerationRecords } from '../../src/replicas/memory-generation-records.ts';
import { operationOn, tenantOf } from './library.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { type ScriptedStarts, scriptedStarts } from './scripted-starts.ts';

/** Nothing holds for the field but its inputs. */
export const NO_TERMS: GenerationTerms = { maxCredits: null, headerKey: null };

/** Whoever asks in a studio test: the owner of the scripted account, unless another principal is named. */
export function identityOn(
  { account }: Pick<ScriptedStarts, 'account'>,
  { principal = 'principal-1', isGatewayAccount = false } = {},
): Identity {
  return {
    principal: principal as PrincipalId,
    tenant: { ...tenantOf(account), isGatewayAccount },
    scopes: new Set<Scope>(['read', 'generate']),
    isAuthenticatedHere: false,
    expiresAtMs: null,
  };
}

/** A studio over a scripted account, and what it told its neighbours. */
export function openStudio(
  overrides: Partial<Omit<StudioOptions, 'jobs' | 'callbacks'>> & {
    jobs?: Partial<StudioOptions['jobs']>;
    callbacks?: Partial<StudioOptions['callbacks']>;
    starts?: ScriptedStarts;
    clock?: ManualClock;
  } = {},
) {
  const { starts = scriptedStarts(), jobs, callbacks, ...options } = overrides;
  const clock: ManualClock = options.clock ?? createManualClock();
  const records: GenerationRecords = options.records ?? createMemoryGenerationRecords({ clock });
  const noted: JobState[] = [];
  const faults: string[] = [];
  const studio: Studio = createStudio({
    catalogue: createCatalogue(),
    jobs: {
      noteStarted: async (_tenant, state) => void noted.push(state),
      loadJobs: () => Promise.reject(new Error('This test planned no read of a job.')),
      ...jobs,
    },
    callbacks: {
      open: async () => null,
      bind: async () => {},
      discard: async () => {},
      findNamedJob: async () => null,
      ...callbacks,
    },
    allowPrivateUrls: false,
    loadLastFrame: () => Promise.reject(new Error('This test planned no look-up of a frame.')),
    onFault: (message) => void faults.push(message),
    ...options,
    clock,
    records,
  });
  const identity = identityOn(starts);
  const operation = (): Operation => operationOn(clock);

  return {
    studio,
    starts,
    clock,
    records,
    noted,
    faults,
    identity,
    /** One image, as the single-input field asks for it. */
    async image(
      input: ImageInput,
      { as = identity, terms = NO_TERMS, by = operation() } = {},
    ): Promise<GenerationResult> {
      return only(await studio.generateImages(as, [input], terms, by));
    },
    async video(
      input: VideoInput,
      { as = identity, terms = NO_TERMS, by = operation() } = {},
    ): Promise<GenerationResult> {
      return only(await studio.generateVideos(as, [input], terms, by));
    },
    /** Many images, as the batch field asks for them. */
    images(
      inputs: readonly ImageInput[],
      { as = identity, terms = NO_TERMS, by = operation() } = {},
    ): Promise<GenerationResult[]> {
      return studio.generateImages(as, inputs, terms, by);
    },
  };
}

/** The job a generation gave; null when it gave none. */
export function jobIdOf(result: GenerationResult): string | null {
  return result.type === 'started' ? result.job.id : null;
}

function only(results: GenerationResult[]): GenerationResult {
  const [result, ...rest] = results;
  if (!result || rest.length > 0) throw new Error(`One result was expected, not ${results.length}.`);
  return result;
}
