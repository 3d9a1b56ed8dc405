import type { Account } from './account.ts';
import type { FieldProblem } from './fields.ts';
import type { JsonAnswer } from './http.ts';
import { type ImageRequest, parseImageRequest } from './image.ts';
import { type Job, jobEnvelope, jobListItem, jobNotFound } from './job.ts';
import type { Listing } from './listing.ts';
import type { PageKeys } from './page-keys.ts';
import type { Settings } from './settings.ts';
import { parseVideoRequest, type VideoRequest } from './video.ts';

/** One request to the API, read. */
export interface ApiRequest {
  method: string;
  /** Without `/pictoryapis`. */
  path: string;
  query: URLSearchParams;
  /** Undefined when it was not JSON. */
  body: unknown;
  /** Null when the key is not one of ours. */
  account: Account | null;
}

/** Pictory's documented endpoints, as `upstream/pictory.openapi.yaml` describes them. */
export function createPictoryApi(options: {
  settings: Settings;
  pageKeys: PageKeys;
  now: () => number;
}): (request: ApiRequest) => JsonAnswer {
  const { settings, pageKeys, now } = options;

  const routes: Route[] = [
    [
      'GET',
      '/v1/aistudio/images',
      ({ userId, library }, { query }) => listPage(library.images, `${userId}/images`, query),
    ],
    [
      'GET',
      '/v1/aistudio/videos',
      ({ userId, library }, { query }) => listPage(library.videos, `${userId}/videos`, query),
    ],
    ['POST', '/v1/aistudio/images', (account, { body }) => startJob(account, parseImageRequest(body))],
    ['POST', '/v1/aistudio/videos', (account, { body }) => startJob(account, parseVideoRequest(body))],
    ['GET', '/v1/jobs', ({ userId, jobs }, { query }) => listJobs(jobs.list, `${userId}/jobs`, query)],
    ['GET', '/v1/jobs/{jobid}', readJob],
    ['DELETE', '/v1/jobs/{jobid}/clean', cleanJob],
    ['GET', '/v1/quota', ({ ledger }) => ({ status: 200, body: ledger.quota(now()) })],
    ['GET', '/v1/aicredits/usage', (account, { query }) => readLedger(account, query, now())],
  ];

  /** One page of a list; the key of the next one is left out at the end. */
  const listPage = <Item extends { id: string; createdDate: string }>(
    listing: Listing<Item>,
    partition: string,
    query: URLSearchParams,
  ): { status: number; body: { items: Item[]; nextPageKey?: string } | { message: string } } => {
    const key = query.get('nextPageKey');
    const from = key ? pageKeys.open(partition, key) : null;
    if (key && !from) {
      const status = settings.badPageKeyStatus;
      return { status, body: { message: status === 400 ? 'Invalid nextPageKey' : 'Internal Server Error' } };
    }
    if (from && from.emptyPages > 0) {
      const nextPageKey = pageKeys.seal(partition, { ...from, emptyPages: from.emptyPages - 1 });
      return { status: 200, body: { items: [], nextPageKey } };
    }
    const { items, lastPlace, hasMore } = listing.page(settings.pageSize, from?.place ?? null);
    const last = items.at(-1);
    if (!last || !(hasMore || settings.emptyLastPage)) return { status: 200, body: { items } };
    const { id, createdDate } = last;
    const next = { place: lastPlace, id, createdDate, emptyPages: settings.emptyPages };
    return { status: 200, body: { items, nextPageKey: pageKeys.seal(partition, next) } };
  };

  /** As the other lists, save that the key at the end is null. */
  const listJobs = (
    ...[listing, partition, query]: [Account['jobs']['list'], string, URLSearchParams]
  ): JsonAnswer => {
    const { status, body } = listPage(listing, partition, query);
    if ('message' in body) return { status, body };
    return { status, body: { items: body.items.map(jobListItem), nextPageKey: body.nextPageKey ?? null } };
  };

  return (request) => {
    const [, start = '', jobId = '', end = ''] = /^(\/v1\/jobs\/)([^/]+)(.*)$/.exec(request.path) ?? [];
    const path = jobId === '' ? request.path : `${start}{jobid}${end}`;
    const route = routes.find(([method, pattern]) => method === request.method && pattern === path);
    if (!route) return { status: 404, body: { message: 'Not Found' } };
    if (!request.account) return { status: 401, body: { message: 'Unauthorized' } };
    return route[2](request.account, request, jobId);
  };
}

type Route = [
  method: string,
  path: string,
  answer: (account: Account, request: ApiRequest, jobId: string) => JsonAnswer,
];

function startJob(account: Account, request: ImageRequest | VideoRequest | FieldProblem[]): JsonAnswer {
  if (Array.isArray(request))
    return invalid('INVALID_REQUEST_BODY', 'The request body is not valid.', request);
  return { status: 200, body: { success: true, data: { jobId: account.jobs.start(request).id } } };
}

function readJob({ jobs }: Account, _request: ApiRequest, jobId: string): JsonAnswer {
  const job = jobs.list.find(jobId);
  return job ? { status: 200, body: jobEnvelope(job) } : { status: 404, body: jobNotFound(jobId) };
}

function cleanJob({ jobs }: Account, _request: ApiRequest, jobId: string): JsonAnswer {
  const outcome = jobs.clean(jobId);
  if (outcome === 'cleaned') return { status: 200, body: { success: true } };
  if (outcome === 'unknown') return { status: 404, body: jobNotFound(jobId) };
  // How Pictory refuses is not documented.
  const data = { error_code: 'JOB_IN_PROGRESS', error_message: 'Only a finished job can be cleaned.' };
  return { status: 409, body: { job_id: jobId, success: false, data } };
}

function readLedger({ ledger }: Account, query: URLSearchParams, nowMs: number): JsonAnswer {
  const month = query.get('month');
  const year = query.get('year');
  const problems: FieldProblem[] = [];
  if (month !== null && !/^([1-9]|0[1-9]|1[0-2])$/.test(month))
    problems.push({ name: 'month', errors: 'must be 1 to 12' });
  if (year !== null && !/^\d{4}$/.test(year)) problems.push({ name: 'year', errors: 'must be a year' });
  if (year !== null && month === null) problems.push({ name: 'month', errors: 'is required with year' });
  if (problems.length > 0) return invalid('INVALID_REQUEST', 'The request is not valid.', problems);
  const period =
    month === null ? null : { month: Number(month), year: Number(year ?? new Date(nowMs).getUTCFullYear()) };
  return { status: 200, body: ledger.transactions(period, nowMs) };
}

function invalid(code: string, message: string, fields: FieldProblem[]): JsonAnswer {
  return { status: 400, body: { code, message, fields } };
}
