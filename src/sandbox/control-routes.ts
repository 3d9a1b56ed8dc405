import type { Call, CallLog } from './calls.ts';
import type { Fault, FaultRule, Faults } from './faults.ts';
import { type JsonAnswer, type RawAnswer, toRaw } from './http.ts';
import { SandboxInputError } from './input.ts';

/** One request to the control routes, read. */
export interface ControlRequest {
  method: string;
  path: string;
  /** Undefined when it was not JSON. */
  body: unknown;
}

/** One way to control a sandbox. */
export interface Route<Controlled> {
  method: 'GET' | 'POST' | 'DELETE';
  /** `{id}` stands for one part of it. */
  path: string;
  summary: string;
  /** Bodies to try, as JSON. */
  examples?: readonly string[];
  answer: (controlled: Controlled, body: unknown, id: string) => JsonAnswer;
}

/** What every sandbox has. */
export interface CommonlyControlled {
  origin: string;
  calls: CallLog;
  faults: Faults;
}

/** Answers the routes of a sandbox; `GET /sandbox` explains them. @param words what it says first, line by line. */
export function createControlServer<Controlled extends CommonlyControlled>(
  controlled: Controlled,
  routes: readonly Route<Controlled>[],
  words: readonly string[],
): (request: ControlRequest) => RawAnswer {
  return ({ method, path, body }) => {
    if (path === '/sandbox' && method === 'GET') return explain(controlled.origin, routes, words);
    for (const route of routes) {
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

/** The routes for faults and calls. @param examples faults to try. */
export function createCommonRoutes<Controlled extends CommonlyControlled>(
  examples: readonly string[],
): Route<Controlled>[] {
  return [
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
      examples,
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
  ];
}

function explain(origin: string, routes: readonly Route<never>[], words: readonly string[]): RawAnswer {
  const lines = [...words, ''];
  for (const { method, path, summary, examples = [] } of routes) {
    lines.push(`${method} ${path}`, `  ${summary}`);
    for (const body of examples) lines.push(`  curl ${origin}${path} --json '${body}'`);
    if (examples.length === 0)
      lines.push(`  curl ${method === 'GET' ? '' : `-X ${method} `}${origin}${path}`);
    lines.push('');
  }
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: lines.join('\n') };
}

function matchPath(pattern: string, path: string): string | null {
  const [start = '', end] = pattern.split('{id}');
  if (end === undefined) return path === pattern ? '' : null;
  const id = path.slice(start.length, path.length - end.length);
  return path.startsWith(start) && path.endsWith(end) && /^[^/]+$/.test(id) ? id : null;
}

/** Answers 200. */
export function ok(body: unknown): JsonAnswer {
  return { status: 200, body };
}

/** Answers that it is done. */
export const DONE = ok({ done: true });

const NO_JSON = toRaw({ status: 400, body: { message: 'Send a JSON object, as application/json.' } });

/** Answers 404. */
export function missing(what: string, id: string): JsonAnswer {
  return { status: 404, body: { message: `There is no ${what} ${id}.` } };
}

function showFault({ id, hits, rule }: Fault) {
  return { id, hits, ...rule };
}

function showCall({ ended: _, ...call }: Call) {
  return call;
}
