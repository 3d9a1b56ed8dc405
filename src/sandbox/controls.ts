import { z } from 'zod';
import { type Account, findAccount } from './account.ts';
import type { Call, CallLog } from './calls.ts';
import type { Fault, FaultRule, Faults } from './faults.ts';
import { type JsonAnswer, type RawAnswer, toRaw } from './http.ts';
import { parseInput, SandboxInputError } from './input.ts';
import { ImageInsertion, VideoInsertion } from './library.ts';
import type { PageKeys } from './paging.ts';
import { changeSettings, type Settings, type SettingsChange } from './settings.ts';

/** What the control routes work on. */
export interface Controlled {
  origin: string;
  accounts: readonly Account[];
  calls: CallLog;
  faults: Faults;
  settings: Settings;
  pageKeys: PageKeys;
}

/** One request to the control routes, read. */
export interface ControlRequest {
  method: string;
  path: string;
  /** Undefined when it was not JSON. */
  body: unknown;
}

/** The routes under `/sandbox` by which one breaks things and looks on. `GET /sandbox` explains them all. */
export function createControls(controlled: Controlled): (request: ControlRequest) => RawAnswer {
  return ({ method, path, body }) => {
    if (path === '/sandbox' && method === 'GET') return index(controlled);
    for (const route of ROUTES) {
      const id = matchPath(route.path, path);
      if (id === null || route.method !== method) continue;
      if (route.examples && body === undefined) return NO_JSON;
      try {
        return toRaw(route.answer(controlled, body, id));
      } catch (error) {
        if (error instanceof SandboxInputError)
          return toRaw({ status: 400, body: { message: error.message } });
        throw error;
      }
    }
    return toRaw({
      status: 404,
      body: { message: `There is no ${method} ${path}; GET /sandbox lists what there is.` },
    });
  };
}

interface Route {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  summary: string;
  /** Bodies to try, as JSON. */
  examples?: readonly string[];
  answer: (controlled: Controlled, body: unknown, id: string) => JsonAnswer;
}

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/sandbox/faults',
    summary: 'Faults that are switched on, and how often each has struck.',
    answer: ({ faults }) => ok(faults.list.map(showFault)),
  },
  {
    method: 'POST',
    path: '/sandbox/faults',
    summary:
      'Makes calls fail. match: method, path (exact, or a beginning with *), account; skip: calls that pass first; times: how ' +
      'many are struck (left out: all); delayMs; effect.',
    examples: [
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
    ],
    answer: ({ faults }, body) => ok(showFault(faults.add(body as FaultRule))),
  },
  {
    method: 'DELETE',
    path: '/sandbox/faults',
    summary: 'Switches all faults off.',
    answer({ faults }) {
      faults.clear();
      return DONE;
    },
  },
  {
    method: 'DELETE',
    path: '/sandbox/faults/{id}',
    summary: 'Switches one fault off.',
    answer({ faults }, _body, id) {
      const fault = faults.list.find((candidate) => candidate.id === id);
      fault?.remove();
      return fault ? DONE : missing('fault', id);
    },
  },
  {
    method: 'GET',
    path: '/sandbox/calls',
    summary: 'API calls that came in, oldest first. Keys are never kept.',
    answer: ({ calls }) => ok(calls.list.map(showCall)),
  },
  {
    method: 'DELETE',
    path: '/sandbox/calls',
    summary: 'Forgets them.',
    answer({ calls }) {
      calls.clear();
      return DONE;
    },
  },
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

function matchPath(pattern: string, path: string): string | null {
  const [start = '', end] = pattern.split('{id}');
  if (end === undefined) return path === pattern ? '' : null;
  const id = path.slice(start.length, path.length - end.length);
  return path.startsWith(start) && path.endsWith(end) && /^[^/]+$/.test(id) ? id : null;
}

function ok(body: unknown): JsonAnswer {
  return { status: 200, body };
}

const DONE = ok({ done: true });

const NO_JSON = toRaw({ status: 400, body: { message: 'Send a JSON object, as application/json.' } });

function missing(what: string, id: string): JsonAnswer {
  return { status: 404, body: { message: `There is no ${what} ${id}.` } };
}

function showFault({ id, hits, rule }: Fault) {
  return { id, hits, ...rule };
}

function showCall({ ended: _, ...call }: Call) {
  return call;
}

function index({ origin, accounts }: Controlled): RawAnswer {
  const lines = [
    'A simulated Pictory.',
    '',
    `API       ${origin}/pictoryapis (as documented by Pictory; the key goes into Authorization as it is)`,
    `Accounts  ${accounts.map(({ name }) => name).join(', ')} (where "account" is left out below: the first)`,
    'Prompts   with [fail] in them make jobs that fail.',
    '',
  ];
  for (const { method, path, summary, examples = [] } of ROUTES) {
    lines.push(`${method} ${path}`, `  ${summary}`);
    for (const body of examples) lines.push(`  curl ${origin}${path} --json '${body}'`);
    if (examples.length === 0)
      lines.push(`  curl ${method === 'GET' ? '' : `-X ${method} `}${origin}${path}`);
    lines.push('');
  }
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: lines.join('\n') };
}
