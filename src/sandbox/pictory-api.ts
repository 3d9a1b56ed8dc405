import type { Account } from './account.ts';
import type { Api, ApiRequest } from './api-server.ts';
import type { FieldProblem } from './fields.ts';
import type { JsonAnswer } from './http.ts';
import { type ImageRequest, parseImageRequest } from './image.ts';
import { jobEnvelope, jobListItem, jobNotFound } from './job.ts';
import { type PageKeys, readPage } from './paging.ts';
import type { Settings } from './settings.ts';
import { parseVideoRequest, type VideoRequest } from './video.ts';

/** Pictory's documented endpoints, as `upstream/pictory.openapi.yaml` describes them. */
export function createPictoryApi(options: {
  accounts: readonly Account[];
  settings: Settings;
  pageKeys: PageKeys;
  now: () => number;
}): Api<Account> {
  const { accounts, settings, pageKeys, now } = options;

  const answers: Record<string, Answer> = {
    'GET /v1/aistudio/images': ({ library, userId }, { query }) => {
      const page = readPage(library.images, { partition: `${userId}/images`, query, settings, pageKeys });
      return page ? { status: 200, body: page } : badPageKey(settings);
    },
    'GET /v1/aistudio/videos': ({ library, userId }, { query }) => {
      const page = readPage(library.videos, { partition: `${userId}/videos`, query, settings, pageKeys });
      return page ? { status: 200, body: page } : badPageKey(settings);
    },
    'POST /v1/aistudio/images': (account, { body }) => startJob(account, parseImageRequest(body)),
    'POST /v1/aistudio/videos': (account, { body }) => startJob(account, parseVideoRequest(body)),
    'GET /v1/jobs': ({ jobs, userId }, { query }) => {
      const page = readPage(jobs.list, { partition: `${userId}/jobs`, query, settings, pageKeys });
      if (!page) return badPageKey(settings);
      // Here the key of the next page is null at the end, where the other lists leave it out.
      const { items, nextPageKey = null } = page;
      return { status: 200, body: { items: items.map(jobListItem), nextPageKey } };
    },
    'GET /v1/jobs/{jobid}': readJob,
    'DELETE /v1/jobs/{jobid}/clean': cleanJob,
    'GET /v1/quota': ({ ledger }) => ({ status: 200, body: ledger.quota(now()) }),
    'GET /v1/aicredits/usage': (account, { query }) => readLedger(account, query, now()),
  };

  return {
    findAccount: (authorization) => accounts.find(({ apiKey }) => apiKey === authorization) ?? null,
    toErrorBody: (_status, message) => ({ message }),
    listField: 'items',
    answer(request) {
      const [, start, jobId = '', end] = /^(\/v1\/jobs\/)([^/]+)(.*)$/.exec(request.path) ?? [];
      const path = jobId === '' ? request.path : `${start}{jobid}${end}`;
      const answer = answers[`${request.method} ${path}`];
      if (!answer) return { status: 404, body: { message: 'Not Found' } };
      if (!request.account) return { status: 401, body: { message: 'Unauthorized' } };
      return answer(request.account, request, jobId);
    },
  };
}

type Answer = (account: Account, request: ApiRequest<Account>, jobId: string) => JsonAnswer;

function badPageKey({ badPageKeyStatus: status }: Settings): JsonAnswer {
  return { status, body: { message: status === 400 ? 'Invalid nextPageKey' : 'Internal Server Error' } };
}

function startJob(account: Account, request: ImageRequest | VideoRequest | FieldProblem[]): JsonAnswer {
  if (Array.isArray(request))
    return invalid('INVALID_REQUEST_BODY', 'The request body is not valid.', request);
  return { status: 200, body: { success: true, data: { jobId: account.jobs.start(request).id } } };
}

function readJob({ jobs }: Account, _request: ApiRequest<Account>, jobId: string): JsonAnswer {
  const job = jobs.list.find(jobId);
  return job ? { status: 200, body: jobEnvelope(job) } : { status: 404, body: jobNotFound(jobId) };
}

function cleanJob({ jobs }: Account, _request: ApiRequest<Account>, jobId: string): JsonAnswer {
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
