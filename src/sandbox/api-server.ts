import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { CallLog } from './calls.ts';
import type { Fault, Faults } from './faults.ts';
import { type JsonAnswer, type RawAnswer, readJsonBody, send, toRaw } from './http.ts';
import { applyMergePatch } from './merge-patch.ts';

/** A simulated API, its customers known by name. */
export interface Api<Account extends { name: string }> {
  /** Whose credential this is; null when it is nobody's. */
  findAccount(authorization: string | undefined): Account | null;
  answer(request: ApiRequest<Account>): JsonAnswer;
  /** What an error of this API looks like. */
  toErrorBody(status: number, message: string): unknown;
  /** The field of a list's answer that has the entries. */
  listField: string;
}

/** One request to an API, read. */
export interface ApiRequest<Account> {
  method: string;
  /** Without what all paths begin with, such as `/pictoryapis`. */
  path: string;
  query: URLSearchParams;
  /** Undefined when it was not JSON. */
  body: unknown;
  /** Null when the credential is not one of ours. */
  account: Account | null;
}

/** Answers one call. */
export type AnswerCall = (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
) => Promise<void>;

/** Serves an API over HTTP: writes each call down, and lets the faults strike. */
export function createApiServer<Account extends { name: string }>(options: {
  api: Api<Account>;
  calls: CallLog;
  faults: Faults;
  clock: Clock;
}): AnswerCall {
  const { api, calls, faults, clock } = options;

  return async (request, response, path, query) => {
    const left = new AbortController();
    const closed = new Promise<void>((resolve) => response.once('close', resolve)).then(() => left.abort());
    const method = request.method ?? 'GET';
    const account = api.findAccount(request.headers.authorization);
    const body = await readJsonBody(request);

    const call = calls.open({
      atMs: clock.now(),
      method,
      path,
      query: Object.fromEntries(query),
      account: account?.name ?? null,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body,
    });
    let isCut = false;
    void closed.then(() => call.end(response.writableFinished ? 'answered' : isCut ? 'reset' : 'aborted'));

    const answerWith = (answer: RawAnswer) => {
      call.status = answer.status;
      send(response, answer);
    };
    const cut = () => {
      isCut = true;
      response.socket?.resetAndDestroy();
    };
    const cutDuring = (answer: RawAnswer) => {
      isCut = true;
      call.status = answer.status;
      response.writeHead(answer.status, {
        ...answer.headers,
        'content-length': Buffer.byteLength(answer.body),
      });
      response.write(firstHalf(answer.body), () => response.socket?.destroy());
    };

    const fault = faults.strike(call);
    call.fault = fault?.id ?? null;
    const { effect, delayMs = 0 } = fault?.rule ?? {};
    if (delayMs > 0) {
      const isGone = await clock.sleep(delayMs, left.signal).then(
        () => false,
        () => true,
      );
      if (isGone) return;
    }

    const instead = effect && answerInstead(effect, api);
    if (instead) return answerWith(instead);
    // A call that hangs is left alone: it ends when the client goes, or the sandbox closes.
    if (effect?.kind === 'hang' && effect.when === 'before') return;
    if (effect?.kind === 'reset' && effect.when === 'before') return cut();

    const answer = api.answer({ method, path, query, body, account });
    const raw = toRaw(answer);
    switch (effect?.kind) {
      case 'hang':
        return;
      case 'reset':
        return effect.when === 'during' ? cutDuring(raw) : cut();
      case 'truncate':
        return answerWith({ ...raw, body: firstHalf(raw.body) });
      case 'patch':
        return answerWith(toRaw({ ...answer, body: patchBody(answer.body, effect, api.listField) }));
      default:
        return answerWith(raw);
    }
  };
}

type Effect = NonNullable<Fault['rule']['effect']>;

/** The answer of a fault that lets nobody handle the call; null for the other faults. */
function answerInstead(effect: Effect, { toErrorBody }: Pick<Api<never>, 'toErrorBody'>): RawAnswer | null {
  switch (effect.kind) {
    case 'status': {
      const {
        status,
        body = toErrorBody(status, `The sandbox was asked to answer ${status}.`),
        headers = {},
      } = effect;
      const answer = typeof body === 'string' ? { status, headers: {}, body } : toRaw({ status, body });
      return { ...answer, headers: { ...answer.headers, ...headers } };
    }
    case 'html':
      return {
        status: effect.status,
        headers: { 'content-type': 'text/html; charset=utf-8' },
        body: PROXY_PAGE,
      };
    case 'empty':
      return { status: effect.status, headers: {}, body: '' };
    case 'rate-limit': {
      const answer = toRaw({ status: 429, body: toErrorBody(429, 'Too Many Requests') });
      const { retryAfter } = effect;
      return retryAfter === undefined
        ? answer
        : { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfter) } };
    }
    default:
      return null;
  }
}

const PROXY_PAGE =
  '<!doctype html><html><head><title>error code: 1010</title></head><body><h1>Access denied</h1></body></html>\n';

function firstHalf(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text);
  return bytes.subarray(0, Math.ceil(bytes.length / 2));
}

function patchBody(
  body: unknown,
  { item, patch }: Extract<Effect, { kind: 'patch' }>,
  listField: string,
): unknown {
  if (item === undefined) return applyMergePatch(body, patch);
  const list = Array.isArray(body) ? body : (body as Record<string, unknown[] | undefined>)[listField];
  const patched = list?.map((entry, index) => (index === item ? applyMergePatch(entry, patch) : entry));
  return Array.isArray(body) ? patched : { ...(body as object), [listField]: patched };
}
