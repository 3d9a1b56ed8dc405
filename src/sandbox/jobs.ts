import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { ImageRequest } from './image.ts';
import { imageJobResult, type Job, jobEnvelope, videoJobResult } from './job.ts';
import type { Ledger } from './ledger.ts';
import type { Library } from './library.ts';
import { createListing, type Listing } from './listing.ts';
import { imageCredits, videoCredits } from './models.ts';
import type { Settings } from './settings.ts';
import type { VideoRequest } from './video.ts';
import { postWebhook } from './webhook.ts';

/** The jobs of one account. */
export interface Jobs {
  readonly list: Listing<Job>;
  /** Starts a job that ends by itself after its model's time; a prompt with `[fail]` in it ends badly. */
  start(request: ImageRequest | VideoRequest): Job;
  /** Ends a running job now. False when it is not running, or unknown. */
  finish(id: string): boolean;
  /** Removes for good what an ended job has made. */
  clean(id: string): 'cleaned' | 'still-running' | 'unknown';
}

/**
 * The jobs of one account, seeded ones first.
 *
 * @param options.closed ends all waiting; jobs that are running then stay so.
 */
export function createJobs(options: {
  library: Library;
  ledger: Ledger;
  seeded: readonly Job[];
  settings: Settings;
  clock: Clock;
  closed: AbortSignal;
}): Jobs {
  const { library, ledger, settings, clock, closed } = options;
  const list = createListing<Job>();
  for (const job of options.seeded.toReversed()) list.add(job);
  const running = new Map<string, () => void>();

  const end = (job: Job, request: ImageRequest | VideoRequest) => {
    const createdDate = new Date(clock.now()).toISOString();
    if (request.prompt.includes('[fail]')) {
      job.data = {
        status: 'failed',
        error_code: 'GENERATION_FAILED',
        error_message: 'The prompt asked to fail.',
      };
    } else if (request.kind === 'image') {
      const image = library.addImage({ ...request, createdDate });
      job.data = imageJobResult(image, imageCredits(image.model));
      job.asset = { kind: 'image', id: image.id };
      ledger.debit('image', job.data.aiCreditsUsed, createdDate);
    } else {
      const video = library.addVideo({ ...request, createdDate });
      job.data = videoJobResult(video, videoCredits(video.model, video.duration));
      job.asset = { kind: 'video', id: video.id };
      ledger.debit('video', job.data.aiCreditsUsed, createdDate);
    }
    if (request.webhook !== null)
      void postWebhook(request.webhook, jobEnvelope(job), { clock, signal: closed });
  };

  return {
    list,

    start(request) {
      const createdDate = new Date(clock.now()).toISOString();
      const job: Job = { id: randomUUID(), createdDate, data: { status: 'in-progress' }, asset: null };
      list.add(job);
      const ended = new AbortController();
      const endNow = () => {
        // Ended by hand in the very moment in which its time was up.
        if (!running.delete(job.id)) return;
        ended.abort();
        end(job, request);
      };
      running.set(job.id, endNow);
      const timeMs = settings.jobTimesMs[request.model] ?? 0;
      // The wait is cut short when the job was ended by hand, or the sandbox is closing.
      clock.sleep(timeMs, AbortSignal.any([ended.signal, closed])).then(endNow, () => undefined);
      return job;
    },

    finish(id) {
      const endNow = running.get(id);
      endNow?.();
      return endNow !== undefined;
    },

    clean(id) {
      const job = list.find(id);
      if (!job) return 'unknown';
      if (running.has(id)) return 'still-running';
      // Whether the asset leaves its list as well is not documented; files that are gone for good suggest it.
      if (job.asset?.kind === 'image') library.images.remove(job.asset.id);
      if (job.asset?.kind === 'video') library.videos.remove(job.asset.id);
      job.asset = null;
      job.data = { status: 'cleaned' };
      return 'cleaned';
    },
  };
}
