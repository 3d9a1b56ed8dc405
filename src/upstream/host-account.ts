import { type JsonBody, readBody } from './body.ts';
import type { HostHealth, Outcome } from './breaker.ts';
import type { ReadCall } from './call.ts';
import { startTerm } from './deadline.ts';
import { UpstreamError, type UpstreamFailure } from './errors.ts';
import type { WireAnswer, WireRequest } from './exchange.ts';
import type { CallReport, HostAccount, HostGround, HostRequest } from './host.ts';
import { retryDelayMs } from './retry.ts';
import { createTurnstile, type Visitor } from './turnstile.ts';
import { judgeAnswer } from './verdict.ts';

/** How an attempt waits for its place and is sent. */
interface Manner {
  visitor: Visitor;
  /** What it throws is thrown on, and nothing is sent. */
  beforeSending(): void | Promise<void>;
  send(request: WireRequest): Promise<WireAnswer>;
}

const UNAUTHORIZED_MEMORY_MS = 60_000;
/** A host that asks for a longer rest is asked again after this long all the same. */
const LONGEST_REST_MS = 600_000;

/** An account with limits of its own, on what the host's accounts share. */
export function createHostAccount(ground: HostGround, authorization: string): HostAccount {
  const { service, wire, hostBreaker, timeoutMs, buyTimeoutMs, maxBodyBytes, clock } = ground;
  const turnstile = createTurnstile(ground);
  const headers = [
    'authorization',
    authorization,
    'user-agent',
    ground.userAgent,
    'accept',
    'application/json',
  ];
  const secret = authorization.replace(/^Bearer /, '');
  const number = ground.numberAccount();
  let answeredWell = false;
  let unauthorizedUntil = 0;

  return {
    get answeredWell() {
      return answeredWell;
    },

    read,

    readAs: async (request, parse, asker) => ground.unchanged.madeOf(await read(request, asker), parse),

    sendOnce: (request, asker) => withinTerm(asker, (manner) => attempt(request, manner)),

    async buy(request, hooks) {
      const asker = { signal: hooks.signal, deadlineAt: hooks.waitUntilMs ?? clock.now() + buyTimeoutMs };
      const noPlace = () =>
        new UpstreamError('not-sent', `There was no place for this call to ${service} in time.`);
      using wait = startTerm(asker, clock, noPlace);
      return await attempt(request, {
        visitor: { signal: wait.signal, deadlineAt: asker.deadlineAt },
        beforeSending: () => hooks.beforeFirstByte?.(),
        // Without the signal: once it may have been bought, the answer is worth waiting for.
        send: (wireRequest) => wire.exchangeAlone(wireRequest, { timeoutMs: buyTimeoutMs }),
      });
    },
  };

  function read(request: HostRequest, asker: ReadCall): Promise<JsonBody> {
    return withinTerm(asker, async (manner) => {
      for (let attempts = 1; ; attempts++) {
        try {
          return await attempt(request, manner);
        } catch (error) {
          const delayMs = retryDelayMs(error, attempts);
          if (delayMs === null || clock.now() + delayMs >= asker.deadlineAt) throw error;
          await clock.sleep(delayMs, manner.visitor.signal);
        }
      }
    });
  }

  /** The way of calls that end when their asker leaves, or at its deadline. */
  async function withinTerm<Result>(
    asker: ReadCall,
    perform: (manner: Manner) => Promise<Result>,
  ): Promise<Result> {
    const tooLate = () =>
      new UpstreamError('timeout', `${service} did not answer within the time that this call may take.`);
    asker.signal.throwIfAborted();
    if (asker.deadlineAt <= clock.now()) throw tooLate();
    using term = startTerm(asker, clock, tooLate);
    const { signal } = term;
    return await perform({
      visitor: asker.endsAtDeadline ? asker : new TermVisitor(asker, signal),
      beforeSending: () => asker.onAttempt?.(),
      send: (request) =>
        request.method === 'GET'
          ? wire.exchange(request, { timeoutMs, signal })
          : wire.exchangeAlone(request, { timeoutMs, signal }),
    });
  }

  /** One attempt, from the wait for its place to the verdict. */
  async function attempt(request: HostRequest, manner: Manner): Promise<JsonBody> {
    const { signal } = manner.visitor;
    const costsMoney = request.method === 'POST';
    refuseIfUseless(costsMoney);
    const leave = await turnstile.enter(manner.visitor);
    try {
      signal.throwIfAborted();
      refuseIfUseless(costsMoney);
      return await hostBreaker.run(
        async () => {
          await manner.beforeSending();
          return await exchange(request, manner);
        },
        (outcome) => judgeHost(outcome, request.blame, signal),
      );
    } finally {
      leave();
    }
  }

  function refuseIfUseless(costsMoney: boolean): void {
    if (clock.now() < unauthorizedUntil) {
      throw new UpstreamError('unauthorized', `${service} refused this key a moment ago.`);
    }
    hostBreaker.refuseWhileOpen(costsMoney);
  }

  async function exchange(request: HostRequest, manner: Manner): Promise<JsonBody> {
    const { method, route, path, body } = request;
    const startedAt = clock.now();
    let status: number | null = null;
    let failure: CallReport['failure'] = null;
    try {
      using answer = await manner.send({
        method,
        path: ground.basePath + path,
        headers: body ? [...headers, 'content-type', 'application/json'] : headers,
        body: body ? JSON.stringify(body) : null,
      });
      status = answer.status;
      return await hear(request, answer);
    } catch (error) {
      const isVerdict = error instanceof UpstreamError && error !== manner.visitor.signal.reason;
      failure = isVerdict ? error.failure : 'aborted';
      throw error;
    } finally {
      ground.onCall?.({ method, route, status, failure, durationMs: clock.now() - startedAt });
    }
  }

  function noteWell(json: JsonBody): JsonBody {
    answeredWell = true;
    unauthorizedUntil = 0;
    return json;
  }

  /** The JSON of a good answer; takes note of what a bad one means for this account's next calls. */
  async function hear(request: HostRequest, answer: WireAnswer): Promise<JsonBody> {
    const { status, headers } = answer;
    const question =
      request.isRepeated && status === 200
        ? `${number} ${headers['content-encoding'] ?? ''} ${request.path}`
        : null;
    const known = question === null ? undefined : ground.unchanged.find(question, answer.body);
    if (known) return noteWell(known);
    const body = await readBody(service, answer, maxBodyBytes);
    try {
      const json = judgeAnswer({
        service,
        status,
        headers,
        body,
        meanings: ground.meanings ?? NO_MEANINGS,
        secret,
        nowMs: clock.now(),
        isPurchase: request.method === 'POST',
      });
      if (question !== null) ground.unchanged.note(question, answer.body, json);
      return noteWell(json);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      if (error.failure === 'unauthorized') unauthorizedUntil = clock.now() + UNAUTHORIZED_MEMORY_MS;
      if (status === 429) turnstile.rest(Math.min(error.retryAfterMs ?? 0, LONGEST_REST_MS));
      if (body.json && request.isNotFound?.(body.json)) {
        const { complaint } = error;
        throw new UpstreamError('not-found', `${service} knows nothing of what was asked for.`, {
          status,
          complaint,
        });
      }
      throw error;
    }
  }
}

/** An asker whose signal also ends with its term. */
class TermVisitor implements Visitor {
  readonly #asker: ReadCall;
  readonly signal: AbortSignal;

  constructor(asker: ReadCall, signal: AbortSignal) {
    this.#asker = asker;
    this.signal = signal;
  }

  get deadlineAt(): number {
    return this.#asker.deadlineAt;
  }

  get priority(): 'interactive' | 'poll' {
    return this.#asker.priority ?? 'interactive';
  }
}

const NO_MEANINGS: ReadonlyMap<number, UpstreamFailure> = new Map();

/** What an outcome says of the host. One account's troubles, and an asker's leaving, say nothing against it. */
function judgeHost(outcome: Outcome<unknown>, blame: HostRequest['blame'], signal: AbortSignal): HostHealth {
  if ('result' in outcome) return 'well';
  const { error } = outcome;
  if (!(error instanceof UpstreamError) || error === signal.reason) return 'unknown';
  const health = HEALTH_AFTER[error.failure];
  if (health !== 'in-trouble' || blame === 'always') return health;
  return blame === 'unless-500' && error.status !== 500 ? 'in-trouble' : 'unknown';
}

const HEALTH_AFTER = {
  unreachable: 'in-trouble',
  timeout: 'in-trouble',
  cut: 'in-trouble',
  'server-error': 'in-trouble',
  unauthorized: 'well',
  'not-found': 'well',
  'rate-limited': 'well',
  refused: 'well',
  blocked: 'unknown',
  'invalid-response': 'unknown',
  'not-sent': 'unknown',
} as const satisfies Record<UpstreamFailure, HostHealth>;
