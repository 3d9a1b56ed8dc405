import type { Clock } from '../clock.ts';
import type { Callbacks } from './callbacks.ts';
import type { Identity } from './caller.ts';
import { GatewayError } from './errors.ts';
import { attemptGeneration } from './generation/attempt.ts';
import type { Catalogue } from './generation/catalogue.ts';
import { completeOrder, type LoadLastFrame } from './generation/continue-video.ts';
import { fingerprintOf, hideFingerprint, recordIdOf } from './generation/fingerprint.ts';
import {
  type GenerationResult,
  type GenerationTerms,
  type ImageInput,
  MAX_BATCH,
  type VideoInput,
} from './generation/generation.ts';
import {
  type Checked,
  checkImageInput,
  checkVideoInput,
  inputPathOf,
  type Order,
} from './generation/input.ts';
import { type BeforeFirstByte, createGenerationOnce } from './generation/once.ts';
import { notStarted } from './generation/outcome.ts';
import { findBatchLimit, type Plan, planGeneration } from './generation/plan.ts';
import type { GenerationRecords, SentGeneration } from './generation/records.ts';
import { type JobId, type JobState, toStartedJob } from './job.ts';
import type { Jobs } from './jobs.ts';
import type { Operation } from './operation.ts';
import type { Tenant } from './tenant.ts';

/** Where credits are spent: checks before it sends, and never buys twice. */
export interface Studio {
  /**
   * One result per input, in order.
   *
   * @param terms.maxCredits limit for the whole batch, checked before the first POST.
   * @param terms.headerKey the request's `Idempotency-Key`, for inputs that name none.
   * @throws {GatewayError} `BAD_USER_INPUT` when a batch has not 1 to 20 inputs. Nothing else.
   */
  generateImages(
    identity: Identity,
    inputs: readonly ImageInput[],
    terms: GenerationTerms,
    operation: Operation,
  ): Promise<GenerationResult[]>;
  generateVideos(
    identity: Identity,
    inputs: readonly VideoInput[],
    terms: GenerationTerms,
    operation: Operation,
  ): Promise<GenerationResult[]>;
  /** From now on nothing more is sent: what still waits for its place, and all that comes, is `not-started`. */
  startDraining(): void;
  /** Resolves when no POST is under way and its outcome, if it had one, has been kept. Never rejects. */
  drained(): Promise<void>;
}

/** What the studio works with. */
export interface StudioOptions {
  catalogue: Catalogue;
  jobs: Pick<Jobs, 'noteStarted' | 'loadJobs'>;
  callbacks: Pick<Callbacks, 'open' | 'bind' | 'discard' | 'findNamedJob'>;
  records: GenerationRecords;
  clock: Clock;
  /** Whether URLs may point at private hosts. */
  allowPrivateUrls: boolean;
  /** For `continueVideo`. */
  loadLastFrame: LoadLastFrame;
  /** Told of what goes wrong without the caller being told the cause; for the log. */
  onFault: (message: string, cause: unknown) => void;
}

/** The studio of a process. */
export function createStudio(options: StudioOptions): Studio {
  const { catalogue, jobs, callbacks, records, clock, loadLastFrame, onFault } = options;
  const rules = { allowPrivateUrls: options.allowPrivateUrls };
  const generateOnce = createGenerationOnce({ records, clock, onFault });
  const draining = new AbortController();
  const underWay = new Set<Promise<unknown>>();

  return {
    async generateImages(identity, inputs, terms, operation) {
      const check = (input: ImageInput) => checkImageInput(input, catalogue, rules);
      return generateAll(inputs, check, { identity, terms, operation });
    },
    async generateVideos(identity, inputs, terms, operation) {
      const check = (input: VideoInput) => checkVideoInput(input, catalogue, rules);
      return generateAll(inputs, check, { identity, terms, operation });
    },
    startDraining: () => draining.abort(),
    async drained() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };

  async function generateAll<Input extends ImageInput | VideoInput>(
    inputs: readonly Input[],
    check: (input: Input) => Checked,
    asked: Asked,
  ): Promise<GenerationResult[]> {
    if (inputs.length < 1 || inputs.length > MAX_BATCH) {
      const message = `inputs: 1 to ${MAX_BATCH} are taken at once; these are ${inputs.length}.`;
      throw new GatewayError('BAD_USER_INPUT', message);
    }
    const plans = inputs.map((input, index) => planGeneration(input, index, check, asked.terms));
    const overLimit = findBatchLimit(plans, asked.terms.maxCredits);
    return Promise.all(plans.map((plan) => ('type' in plan ? plan : (overLimit ?? run(plan, asked)))));
  }

  /** Goes on to its end whether or not the asker stays. */
  async function run(plan: Plan, asked: Asked): Promise<GenerationResult> {
    const running = generate(plan, asked);
    underWay.add(running);
    try {
      return await running;
    } finally {
      // However long Pictory took, what follows in the operation has its full time.
      asked.operation.restartDeadline();
      underWay.delete(running);
    }
  }

  async function generate(plan: Plan, asked: Asked): Promise<GenerationResult> {
    const { identity, operation } = asked;
    const { tenant, principal } = identity;
    const { key } = plan;
    const attempt = (beforeFirstByte: BeforeFirstByte) => attemptOnce(plan.order, asked, beforeFirstByte);
    if (!key) return attempt(async () => {});
    return generateOnce({
      id: recordIdOf(tenant.id, principal, key),
      formerIds: tenant.formerIds.map((formerId) => recordIdOf(formerId, principal, key)),
      fingerprint: hideFingerprint(fingerprintOf(plan.order.purchase.kind, plan.input), key),
      sealer: tenant.shared,
      signal: operation.signal,
      attempt,
      findJob: (sent, sentAtMs) => findJob(sent, sentAtMs, asked),
    });
  }

  /** The job that a callback has named, when Pictory says that it is one of this account's. */
  async function findJob(
    sent: SentGeneration,
    sentAtMs: number,
    { identity, operation }: Asked,
  ): Promise<JobId | null> {
    if (sent.callbackId === null) return null;
    try {
      const jobId = await callbacks.findNamedJob(sent.callbackId);
      if (jobId === null) return null;
      const [job] = await jobs.loadJobs(identity.tenant, [jobId], operation);
      if (!job || job instanceof GatewayError) return null;
      await note(identity.tenant, toStartedJob(jobId, sent.kind, sent.request, sentAtMs, true));
      return jobId;
    } catch (error) {
      onFault('What a callback has named could not be looked up.', error);
      return null;
    }
  }

  async function note(tenant: Tenant, job: JobState): Promise<void> {
    try {
      await jobs.noteStarted(tenant, job);
    } catch (error) {
      onFault('A job that was started could not be noted.', error);
    }
  }

  async function attemptOnce(
    order: Order,
    { identity, operation }: Asked,
    beforeFirstByte: BeforeFirstByte,
  ): Promise<GenerationResult> {
    if (draining.signal.aborted) return SHUTTING_DOWN;
    const completed = await completeOrder(order, { identity, operation, loadLastFrame, onFault });
    if (completed.problem) return completed.problem;
    const { tenant } = identity;
    const { purchase } = completed;
    const callback = purchase.request.webhook === undefined ? await callbacks.open(tenant) : null;
    const attempt = {
      purchase,
      callback,
      tenant,
      signal: AbortSignal.any([operation.signal, draining.signal]),
      waitUntilMs: operation.readCall().deadlineAt,
      beforeFirstByte,
      onPost: () => operation.countCall(),
      inputPath: (field: string) => inputPathOf(order, field),
    };
    const result = await attemptGeneration(attempt, { clock, onFault });
    if (result.type === 'started') {
      await note(tenant, result.job);
      // After the note, so that a call which has come already finds somebody to wake.
      if (callback) await callbacks.bind(callback.id, tenant.id, result.job.id);
    } else if (callback && result.type !== 'outcome-unknown') {
      await callbacks.discard(callback.id);
    }
    return result;
  }
}

const SHUTTING_DOWN = notStarted({
  message: 'The gateway is shutting down. Repeat the request.',
  retryable: true,
});

/** What holds for all inputs of a generation field. */
interface Asked {
  identity: Identity;
  terms: GenerationTerms;
  operation: Operation;
}
