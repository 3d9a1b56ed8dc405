import type { Clock } from '../../clock.ts';
import { UpstreamError } from '../../upstream/errors.ts';
import type { ImageRequest } from '../../upstream/pictory/images.ts';
import type { StartHooks } from '../../upstream/pictory/pictory.ts';
import type { VideoRequest } from '../../upstream/pictory/videos.ts';
import type { Callback } from '../callbacks.ts';
import { type JobId, type JobRequest, toStartedJob } from '../job.ts';
import type { Tenant } from '../tenant.ts';
import type { GenerationResult } from './generation.ts';
import type { Purchase } from './input.ts';
import type { BeforeFirstByte } from './once.ts';
import { failedGeneration, notStarted } from './outcome.ts';
import type { SentGeneration } from './records.ts';

/** What one attempt to buy needs. */
export interface Attempt {
  purchase: Purchase;
  /** Where Pictory is to call back; null: where the purchase says, or nowhere. */
  callback: Callback | null;
  tenant: Tenant;
  /** Ends the wait for a place; without effect from the first byte on. */
  signal: AbortSignal;
  /** How long to wait for a place, in ms since the epoch. */
  waitUntilMs: number;
  /** Awaited directly before the first byte; when it throws, nothing is sent. */
  beforeFirstByte: BeforeFirstByte;
  /** Told of each POST. */
  onPost: () => void;
  /** Where in the caller's input a field of the request comes from. */
  inputPath: (field: string) => readonly string[];
}

/**
 * Sends one generation, once, and gives what became of it. Never throws: nothing may hide a job that has been bought.
 *
 * @param options.onFault told of what was not Pictory's doing.
 */
export async function attemptGeneration(
  { purchase, callback, tenant, signal, waitUntilMs, beforeFirstByte, onPost, inputPath }: Attempt,
  { clock, onFault }: { clock: Clock; onFault: (message: string, cause: unknown) => void },
): Promise<GenerationResult> {
  const sent: SentGeneration = {
    kind: purchase.kind,
    request: toJobRequest(purchase.request),
    callbackId: callback?.id ?? null,
  };
  const progress: { sentAtMs: number | null } = { sentAtMs: null };
  try {
    const { jobId } = await start(purchase, callback, tenant, {
      signal,
      waitUntilMs,
      async beforeFirstByte() {
        const nowMs = clock.now();
        await beforeFirstByte(sent, nowMs);
        progress.sentAtMs = nowMs;
        onPost();
      },
    });
    const job = toStartedJob(jobId as JobId, sent.kind, sent.request, clock.now(), callback !== null);
    return { type: 'started', job, replayed: false };
  } catch (error) {
    const { sentAtMs } = progress;
    if (sentAtMs === null && signal.aborted) return GIVEN_UP;
    if (!(error instanceof UpstreamError)) onFault('A generation failed otherwise than by Pictory.', error);
    return failedGeneration({ error, sentAtMs, isGatewayAccount: tenant.isGatewayAccount, inputPath });
  }
}

const GIVEN_UP = notStarted({
  message: 'It was given up before it was sent: the client left, or the gateway is shutting down.',
  retryable: true,
});

function start(
  purchase: Purchase,
  callback: Callback | null,
  { pictory }: Tenant,
  hooks: StartHooks,
): Promise<{ jobId: string }> {
  const webhook = callback ? { webhook: callback.url } : {};
  return purchase.kind === 'IMAGE'
    ? pictory.startImage({ ...purchase.request, ...webhook }, hooks)
    : pictory.startVideo({ ...purchase.request, ...webhook }, hooks);
}

function toJobRequest(request: ImageRequest | VideoRequest): JobRequest {
  const { webhook: _webhook, ...asked } = request;
  return { ...NOT_ASKED, ...asked };
}

const NOT_ASKED = {
  aspectRatio: null,
  style: null,
  duration: null,
  referenceImageUrl: null,
  firstFrameImageUrl: null,
  extendVideoUrl: null,
  referenceImageUrls: null,
} as const satisfies Partial<JobRequest>;
