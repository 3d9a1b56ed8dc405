import type { PageKey, ReadCall } from '../../src/upstream/call.ts';
import type { PictoryAccount } from '../../src/upstream/pictory/pictory.ts';

/** Every read of Pictory's client: the request it makes and an answer to it that is good. */
export const READS = [
  {
    name: 'listImages',
    line: 'GET /v1/aistudio/images',
    good: { items: [] },
    perform: (account: PictoryAccount, call: ReadCall) => account.listImages(null, call),
  },
  {
    name: 'listVideos',
    line: 'GET /v1/aistudio/videos?nextPageKey=k2',
    good: { items: [] },
    perform: (account: PictoryAccount, call: ReadCall) => account.listVideos('k2' as PageKey, call),
  },
  {
    name: 'listJobs',
    line: 'GET /v1/jobs',
    good: { items: [], nextPageKey: null },
    perform: (account: PictoryAccount, call: ReadCall) => account.listJobs(null, call),
  },
  {
    name: 'readJob',
    line: 'GET /v1/jobs/j1',
    good: { job_id: 'j1', success: true, data: { status: 'in-progress' } },
    perform: (account: PictoryAccount, call: ReadCall) => account.readJob('j1', call),
  },
  {
    name: 'readQuota',
    line: 'GET /v1/quota',
    good: {},
    perform: (account: PictoryAccount, call: ReadCall) => account.readQuota(call),
  },
  {
    name: 'listCreditTransactions',
    line: 'GET /v1/aicredits/usage?month=3&year=2026',
    good: [],
    perform: (account: PictoryAccount, call: ReadCall) =>
      account.listCreditTransactions({ month: 3, year: 2026 }, call),
  },
];
