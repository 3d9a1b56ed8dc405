import { z } from 'zod';
import { type Account, findAccount } from './account.ts';
import {
  type CommonlyControlled,
  type ControlRequest,
  createCommonRoutes,
  createControlServer,
  DONE,
  missing,
  ok,
  type Route,
} from './control-routes.ts';
import type { RawAnswer } from './http.ts';
import { parseInput } from './input.ts';
import { ImageInsertion, VideoInsertion } from './library.ts';
import type { PageKeys } from './paging.ts';
import { changeSettings, type Settings, type SettingsChange } from './settings.ts';

/** What the control routes work on. */
interface Controlled extends CommonlyControlled {
  accounts: readonly Account[];
  settings: Settings;
  pageKeys: PageKeys;
}

/** The routes under `/sandbox` by which one breaks things and looks on. `GET /sandbox` explains them all. */
export function createControls(controlled: Controlled): (request: ControlRequest) => RawAnswer {
  const { origin, accounts } = controlled;
  return createControlServer(controlled, ROUTES, [
    'A simulated Pictory.',
    '',
    `API       ${origin}/pictoryapis (as documented by Pictory; the key goes into Authorization as it is)`,
    `Accounts  ${accounts.map(({ name }) => name).join(', ')} (where "account" is left out below: the first)`,
    'Prompts   with [fail] in them make jobs that fail.',
  ]);
}

const ROUTES: readonly Route<Controlled>[] = [
  ...createCommonRoutes<Controlled>([
    '{"match":{"path":"/v1/jobs/*"},"times":3,"effect":{"kind":"status","status":500,"body":{"message":"Internal Server Error"}}}',
    '{"times":1,"effect":{"kind":"html","status":403}}',
    '{"times":1,"effect":{"kind":"empty"}}',
    '{"times":1,"effect":{"kind":"truncate"}}',
    '{"times":2,"effect":{"kind":"rate-limit","retryAfter":3}}',
    '{"match":{"path":"/v1/aistudio/images","method":"GET"},"delayMs":4000}',
    '{"times":1,"effect":{"kind":"hang","when":"after"}}',
    '{"match":{"method":"POST"},"times":1,"effect":{"kind":"reset","when":"after"}}',
    '{"match":{"path":"/v1/jobs/*"},"times":2,"effect":{"kind":"patch","patch":{"data":{"status":"queued"},"surprise":1}}}',
    '{"match":{"path":"/v1/aistudio/*","method":"GET"},"effect":{"kind":"patch","item":2,"patch":{"createdDate":null}}}',
  ]),
  {
    method: 'GET',
    path: '/sandbox/settings',
    summary: 'Page size, empty pages, job times.',
    answer: ({ settings }) => ok(settings),
  },
  {
    method: 'POST',
    path: '/sandbox/settings',
    summary: 'Changes some of them. jobTimesMs: one number for all models, or an object of them by model.',
    examples: [
      '{"pageSize":10}',
      '{"emptyPages":2,"emptyLastPage":true}',
      '{"badPageKeyStatus":500}',
      '{"jobTimesMs":500}',
      '{"jobTimesMs":{"veo3.1":60000}}',
    ],
    answer({ settings }, body) {
      changeSettings(settings, body as SettingsChange);
      return ok(settings);
    },
  },
  {
    method: 'DELETE',
    path: '/sandbox/page-keys',
    summary: 'Expires every nextPageKey given so far.',
    answer({ pageKeys }) {
      pageKeys.expireAll();
      return DONE;
    },
  },
  {
    method: 'POST',
    path: '/sandbox/images',
    summary: 'Puts images on top of a list. All parts may be left out.',
    examples: [
      '{}',
      '{"count":5,"createdDate":"2026-11-02T08:00:00.000Z","model":"nanobanana","prompt":"A red bicycle"}',
    ],
    answer({ accounts }, body) {
      const { account, count, ...insertion } = parseInput(ImageInsertion.extend(batch), body);
      const { library } = findAccount(accounts, account);
      return ok(Array.from({ length: count }, () => library.insertImage(insertion)));
    },
  },
  {
    method: 'DELETE',
    path: '/sandbox/images/{id}',
    summary: 'Takes an image out of its list.',
    answer({ accounts }, _body, id) {
      const found = accounts.some(({ library }) => library.images.remove(id));
      return found ? DONE : missing('image', id);
    },
  },
  {
    method: 'POST',
    path: '/sandbox/videos',
    summary: 'Puts videos on top of a list. All parts may be left out.',
    examples: ['{"account":"sample","count":2,"duration":"8s"}'],
    answer({ accounts }, body) {
      const { account, count, ...insertion } = parseInput(VideoInsertion.extend(batch), body);
      const { library } = findAccount(accounts, account);
      return ok(Array.from({ length: count }, () => library.insertVideo(insertion)));
    },
  },
  {
    method: 'DELETE',
    path: '/sandbox/videos/{id}',
    summary: 'Takes a video out of its list.',
    answer({ accounts }, _body, id) {
      const found = accounts.some(({ library }) => library.videos.remove(id));
      return found ? DONE : missing('video', id);
    },
  },
  {
    method: 'POST',
    path: '/sandbox/jobs/{id}/finish',
    summary: 'Ends a running job now.',
    answer({ accounts }, _body, id) {
      const found = accounts.some(({ jobs }) => jobs.finish(id));
      return found ? DONE : missing('running job', id);
    },
  },
];

/** What a batch of insertions says besides the item. */
const batch = { account: z.string().optional(), count: z.int().min(1).max(1000).default(1) };
