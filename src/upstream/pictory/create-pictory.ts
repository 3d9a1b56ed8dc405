import type { Clock } from '../../clock.ts';
import type { PageKey } from '../call.ts';
import { type CallReport, createHost, type HostAccount, type HostRequest } from '../host.ts';
import { LEDGER_PATH, parseCreditTransactions, parseQuota, QUOTA_PATH } from './account.ts';
import { IMAGES_PATH, parseImagePage, toImageBody } from './images.ts';
import {
  JOBS_PATH,
  jobSegment,
  parseCleaned,
  parseJob,
  parseJobPage,
  parseStartedJobId,
  saysJobNotFound,
} from './jobs.ts';
import { pageQuery, unexpected } from './page.ts';
import type { Pictory, PictoryAccount, StartHooks } from './pictory.ts';
import { parseVideoPage, toVideoBody, VIDEOS_PATH } from './videos.ts';

/** What Pictory's client needs. */
export interface PictoryOptions {
  /** With the path that all endpoints begin with. */
  baseUrl: string;
  /** The filter in front of Pictory refuses those who send none, or a library's own. */
  userAgent: string;
  /** Longest attempt of a read or a clean. */
  timeoutMs: number;
  /** Longest generation POST. */
  generateTimeoutMs: number;
  /** Calls of one account at once. */
  concurrency: number;
  /** Starts of calls of one account in any 60 s; null for no limit. */
  ratePerMinute: number | null;
  /** Largest answer taken. Default 16 MB. */
  maxBodyBytes?: number;
  /** Calls of one account that may wait for their turn. Default 1000. */
  queueLimit?: number;
  /** Failures of Pictory in a row after which it is left alone, and for how long. Default 10 and 5 s. */
  breaker?: { failures: number; restMs: number };
  /** Told of each attempt after its end; holds no key and no text of anybody's. */
  onCall?: (report: CallReport) => void;
  clock: Clock;
}

/** Pictory over HTTP. Disposing waits for generation POSTs under way and cuts everything else. */
export function createPictory(options: PictoryOptions): Pictory {
  const { generateTimeoutMs, ...rest } = options;
  const host = createHost({ service: 'Pictory', buyTimeoutMs: generateTimeoutMs, ...rest });
  return {
    account: (apiKey) => createAccount(host.account(apiKey)),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

function createAccount(host: HostAccount): PictoryAccount {
  return {
    get answeredWell() {
      return host.answeredWell;
    },
    listImages: (pageKey, call) => host.readAs(listRequest(IMAGES_PATH, pageKey), parseImagePage, call),
    listVideos: (pageKey, call) => host.readAs(listRequest(VIDEOS_PATH, pageKey), parseVideoPage, call),
    listJobs: (pageKey, call) => host.readAs(listRequest(JOBS_PATH, pageKey), parseJobPage, call),
    readJob: async (jobId, call) =>
      host.readAs(
        { ...jobRequest('GET', jobId, ''), isRepeated: true },
        (body) => parseJob(body, jobId),
        call,
      ),
    readQuota: async (call) => parseQuota(await host.read(readRequest(QUOTA_PATH, ''), call)),
    listCreditTransactions: async (period, call) =>
      parseCreditTransactions(await host.read(readRequest(LEDGER_PATH, periodQuery(period)), call)),
    startImage: (request, hooks) => start(host, IMAGES_PATH, toImageBody(request), hooks),
    startVideo: (request, hooks) => start(host, VIDEOS_PATH, toVideoBody(request), hooks),
    cleanJob: async (jobId, call) =>
      parseCleaned(await host.sendOnce(jobRequest('DELETE', jobId, '/clean'), call)),
  };
}

async function start(
  host: HostAccount,
  path: string,
  body: object,
  hooks: StartHooks,
): Promise<{ jobId: string }> {
  const answer = await host.buy({ method: 'POST', path, route: path, body, blame: 'unless-500' }, hooks);
  const jobId = parseStartedJobId(answer);
  if (jobId === null) throw unexpected('no job id to a request that may have started a job');
  return { jobId };
}

function readRequest(path: string, query: string): HostRequest {
  return { method: 'GET', path: path + query, route: path, blame: 'always' };
}

function listRequest(path: string, pageKey: PageKey | null): HostRequest {
  // What an expired page key answers is not documented; a 500 is likely.
  return {
    ...readRequest(path, pageQuery(pageKey)),
    blame: pageKey === null ? 'always' : 'never',
    isRepeated: true,
  };
}

function jobRequest(method: 'GET' | 'DELETE', jobId: string, action: string): HostRequest {
  return {
    method,
    path: `${JOBS_PATH}/${jobSegment(jobId)}${action}`,
    route: `${JOBS_PATH}/{jobid}${action}`,
    // What a malformed id answers is not documented.
    blame: 'unless-500',
    isNotFound: saysJobNotFound,
  };
}

function periodQuery({ month, year }: { month: number | null; year: number | null }): string {
  const parameters = new URLSearchParams();
  if (month !== null) parameters.set('month', String(month));
  if (year !== null) parameters.set('year', String(year));
  return parameters.size === 0 ? '' : `?${parameters}`;
}
