import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import type { Account } from './account.ts';
import type { CallLog } from './calls.ts';
import type { Fault, Faults } from './faults.ts';
import { type JsonAnswer, type RawAnswer, readJsonBody, send, toRaw } from './http.ts';
import { applyMergePatch } from './merge-patch.ts';
import type { ApiRequest } from './pictory-api.ts';

/** Serves the API over HTTP: writes each call down, and lets the faults strike. */
export function createApiServer(options: {
  api: (request: ApiRequest) => JsonAnswer;
  accounts: readonly Account[];
  calls: CallLog;
  faults: Faults;
  clock: Clock;
}): (
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
) => Promise<void> {
  const { api, accounts, calls, faults, clock } = options;

  return async (request, response, path, query) => {
    const left = new AbortController();
    const closed = new Promise<void>((resolve) => response.once('close', resolve)).then(() => left.abort());
    const method = request.method ?? 'GET';
    const account = accounts.find(({ apiKey }) => apiKey === request.headers.authorization) ?? null;
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

    const instead = effect && answerInstead(effect);
    if (instead) return answerWith(instead);
    // A call that hangs is left alone: it ends when the client goes, or the sandbox closes.
    if (effect?.kind === 'hang' && effect.when === 'before') return;
    if (effect?.kind === 'reset' && effect.when === 'before') return cut();

    const answer = api({ method, path, query, body, account });
    const raw = toRaw(answer);
    switch (effect?.kind) {
      case 'hang':
        return;
      case 'reset':
        return effect.when === 'during' ? cutDuring(raw) : cut();
      case 'truncate':
        return answerWith({ ...raw, body: firstHalf(raw.body) });
      case 'patch':
        return answerWith(toRaw({ ...answer, body: patchBody(answer.body, effect) }));
      default:
        return answerWith(raw);
    }
  };
}

type Effect = NonNullable<Fault['rule']['effect']>;

/** The answer of a fault that lets nobody handle the call; null for the other faults. */
function answerInstead(effect: Effect): RawAnswer | null {
  switch (effect.kind) {
    case 'status': {
      const {
        status,
        body = { message: `The sandbox was asked to answer ${status}.` },
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
      const answer = toRaw({ status: 429, body: { message: 'Too Many Requests' } });
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

function patchBody(body: unknown, { item, patch }: Extract<Effect, { kind: 'patch' }>): unknown {
  if (item === undefined) return applyMergePatch(body, patch);
  const list = Array.isArray(body) ? body : (body as { items?: unknown[] }).items;
  const patched = list?.map((entry, index) => (index === item ? applyMergePatch(entry, patch) : entry));
  return Array.isArray(body) ? patched : { ...(body as object), items: patched };
}
