import { type JsonBody, readBody } from './body.ts';
import type { Breaker, HostHealth } from './breaker.ts';
import type { ReadCall } from './call.ts';
import { startTerm, type Term } from './deadline.ts';
import { UpstreamError, type UpstreamFailure } from './errors.ts';
import type { WireAnswer } from './exchange.ts';
import type { BuyHooks, CallReport, HostAccount, HostGround, HostRequest } from './host.ts';
import { retryDelayMs } from './retry.ts';
import { createTurnstile } from './turnstile.ts';
import { judgeAnswer } from './verdict.ts';

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

    read: (request, asker) => readAs(request, asItCame, asker),

    readAs,

    async sendOnce(request, asker) {
      using term = startCallTerm(asker);
      return await attempt(request, term ?? asker);
    },

    async buy(request, hooks) {
      const asker = { signal: hooks.signal, deadlineAt: hooks.waitUntilMs ?? clock.now() + buyTimeoutMs };
      const noPlace = () =>
        new UpstreamError('not-sent', `There was no place for this call to ${service} in time.`);
      using wait = startTerm(asker, clock, noPlace);
      return await attempt(request, wait ?? asker, hooks);
    },
  };

  async function readAs<Result extends object>(
    request: HostRequest,
    parse: (json: JsonBody) => Result,
    asker: ReadCall,
  ): Promise<Result> {
    using term = startCallTerm(asker);
    const call = term ?? asker;
    let json: JsonBody;
    for (let attempts = 1; ; attempts++) {
      try {
        json = await attempt(request, call);
        break;
      } catch (error) {
        const delayMs = retryDelayMs(error, attempts);
        if (delayMs === null || clock.now() + delayMs >= call.deadlineAt) throw error;
        await clock.sleep(delayMs, call.signal);
      }
    }
    return ground.unchanged.madeOf(json, parse);
  }

  /** The term of a call that ends when its asker leaves, or at its deadline. */
  function startCallTerm(asker: ReadCall): Term | null {
    asker.signal.throwIfAborted();
    if (asker.deadlineAt <= clock.now()) throw tooLate();
    return startTerm(asker, clock, tooLate);
  }

  function tooLate(): UpstreamError {
    return new UpstreamError('timeout', `${service} did not answer within the time that this call may take.`);
  }

  /** One attempt, from the wait for its place to the verdict. */
  function attempt(request: HostRequest, call: ReadCall, purchase?: BuyHooks): Promise<JsonBody> {
    refuseIfUseless(request);
    const leave = turnstile.enterAtOnce(call);
    if (leave) return exchange(request, call, leave, purchase);
    return turnstile.enter(call).then((leaveLater) => exchange(request, call, leaveLater, purchase));
  }

  function refuseIfUseless({ method }: HostRequest): void {
    if (clock.now() < unauthorizedUntil) {
      throw new UpstreamError('unauthorized', `${service} refused this key a moment ago.`);
    }
    const costsMoney = method === 'POST';
    hostBreaker.refuseWhileOpen(costsMoney);
  }

  /** From the place at the turnstile on, which is given back with `leave`. One `async` function, for what they cost: docs/decisions/hot-path.md. */
  async function exchange(
    request: HostRequest,
    call: ReadCall,
    leave: () => void,
    purchase?: BuyHooks,
  ): Promise<JsonBody> {
    let tellBreaker: ReturnType<Breaker['begin']> | undefined;
    let sentAtMs: number | null = null;
    let status: number | null = null;
    let failure: CallReport['failure'] = null;
    let health: HostHealth = 'well';
    try {
      call.signal.throwIfAborted();
      refuseIfUseless(request);
      tellBreaker = hostBreaker.begin();
      if (purchase) await purchase.beforeFirstByte?.();
      else call.onAttempt?.();
      sentAtMs = clock.now();
      using answer = await send(request, call, purchase);
      status = answer.status;
      return recognise(request, answer) ?? (await hear(request, answer));
    } catch (error) {
      const verdict = error instanceof UpstreamError && error !== call.signal.reason ? error : null;
      failure = verdict?.failure ?? 'aborted';
      health = verdict ? healthAfter(verdict, request.blame) : 'unknown';
      throw error;
    } finally {
      try {
        const news = tellBreaker?.(health);
        const { method, route } = request;
        if (sentAtMs !== null)
          ground.onCall?.({ method, route, status, failure, durationMs: clock.now() - sentAtMs });
        if (news) await news;
      } finally {
        leave();
      }
    }
  }

  function send(
    { method, path, body }: HostRequest,
    { signal }: ReadCall,
    purchase?: BuyHooks,
  ): Promise<WireAnswer> {
    const request = {
      method,
      path: ground.basePath + path,
      headers: body ? [...headers, 'content-type', 'application/json'] : headers,
      body: body ? JSON.stringify(body) : null,
    };
    // Without the signal: once it may have been bought, the answer is worth waiting for.
    if (purchase) return wire.exchangeAlone(request, { timeoutMs: buyTimeoutMs });
    if (method === 'GET') return wire.exchange(request, { timeoutMs, signal });
    return wire.exchangeAlone(request, { timeoutMs, signal });
  }

  /** What was made of the same answer when it came before. */
  function recognise(request: HostRequest, answer: WireAnswer): JsonBody | undefined {
    const question = questionOf(request, answer);
    const known = question === null ? undefined : ground.unchanged.find(question, answer.parts);
    return known && noteWell(known);
  }

  /** What names an answer that is likely to come again. */
  function questionOf({ isRepeated, path }: HostRequest, { status, headers }: WireAnswer): string | null {
    return isRepeated && status === 200 ? `${number} ${headers['content-encoding'] ?? ''} ${path}` : null;
  }

  function noteWell(json: JsonBody): JsonBody {
    answeredWell = true;
    unauthorizedUntil = 0;
    return json;
  }

  /** The JSON of a good answer; takes note of what a bad one means for this account's next calls. */
  async function hear(request: HostRequest, answer: WireAnswer): Promise<JsonBody> {
    const { status, headers } = answer;
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
      const question = questionOf(request, answer);
      if (question !== null) ground.unchanged.note(question, answer.parts, json);
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

const NO_MEANINGS: ReadonlyMap<number, UpstreamFailure> = new Map();

const asItCame = (json: JsonBody) => json;

/** What a failure says of the host. One account's troubles say nothing against it. */
function healthAfter({ failure, status }: UpstreamError, blame: HostRequest['blame']): HostHealth {
  const health = HEALTH_AFTER[failure];
  if (health !== 'in-trouble' || blame === 'always') return health;
  return blame === 'unless-500' && status !== 500 ? 'in-trouble' : 'unknown';
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
