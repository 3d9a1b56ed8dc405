import type { ListPage, PageKey, ReadCall } from '../call.ts';
import type { CreditTransaction, QuotaReading } from './account.ts';
import type { ImageRequest, ListedImage } from './images.ts';
import type { JobReading } from './jobs.ts';
import type { ListedVideo, VideoRequest } from './videos.ts';

/** Pictory's REST API. One per process. */
export interface Pictory extends AsyncDisposable {
  /**
   * The API as one key's owner sees it, with that account's own limits (concurrency, rate, a remembered 401).
   * The caller keeps one handle per key for as long as the limits shall hold.
   */
  account(apiKey: string): PictoryAccount;
}

/**
 * One account's way to Pictory. Every method throws `UpstreamError`, or the signal's reason when the asker left.
 *
 * Reads are retried with jitter, honouring `Retry-After`, until `deadlineAt`. The generation POSTs and the DELETE
 * are sent once.
 */
export interface PictoryAccount {
  /** True once Pictory has answered any call of this key with a 2xx. */
  readonly answeredWell: boolean;

  listImages(pageKey: PageKey | null, call: ReadCall): Promise<ListPage<ListedImage>>;
  listVideos(pageKey: PageKey | null, call: ReadCall): Promise<ListPage<ListedVideo>>;
  listJobs(pageKey: PageKey | null, call: ReadCall): Promise<ListPage<JobReading>>;
  /** @throws {UpstreamError} `not-found` for an unknown job, wherever Pictory says so. */
  readJob(jobId: string, call: ReadCall): Promise<JobReading>;
  readQuota(call: ReadCall): Promise<QuotaReading>;
  /** Newest first, at most twelve months. Both null: everything there is. */
  listCreditTransactions(
    period: { month: number | null; year: number | null },
    call: ReadCall,
  ): Promise<CreditTransaction[]>;

  /**
   * Starts one image and gives the job id. Waits for its place under the account's limits while `signal` allows;
   * from the first byte on the socket it runs to its own timeout, whatever the asker does.
   *
   * What is thrown tells three cases apart. `unreachable`, `not-sent`: certainly not sent. `refused`, `unauthorized`,
   * `blocked`, `not-found`, `rate-limited`: not bought, because Pictory said no or the account's limits kept it back. The
   * rest (`timeout`, `cut`, `server-error`, `invalid-response`): it may have been bought, as
   * `UpstreamError.mayHaveTakenEffect` says.
   *
   * @param hooks.beforeFirstByte awaited directly before sending; what it throws is thrown on, and nothing is sent.
   */
  startImage(request: ImageRequest, hooks: StartHooks): Promise<{ jobId: string }>;
  startVideo(request: VideoRequest, hooks: StartHooks): Promise<{ jobId: string }>;
  /**
   * Irreversible. False when Pictory says `success: false`.
   *
   * @throws {UpstreamError} `not-found` for an unknown job, wherever Pictory says so.
   */
  cleanJob(jobId: string, call: ReadCall): Promise<boolean>;
}

/** What the starter of a generation brings. */
export interface StartHooks {
  /** Ends the wait for a place; without effect once sending has begun. */
  signal: AbortSignal;
  /** When the wait for a place ends by itself, in ms since the epoch. Default: the time of a generation from now. */
  waitUntilMs?: number;
  beforeFirstByte?: () => Promise<void>;
}
