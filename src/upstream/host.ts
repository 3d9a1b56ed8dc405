import type { Clock } from '../clock.ts';
import type { JsonBody } from './body.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import type { ReadCall } from './call.ts';
import type { UpstreamFailure } from './errors.ts';
import { createHostAccount } from './host-account.ts';
import { createLargeAnswers } from './large-answers.ts';
import { createUnchanged, type Unchanged } from './unchanged.ts';
import { createWire, type Wire } from './wire.ts';

/** A host that speaks JSON over HTTP, with what protects it and us from one another. */
export interface Host extends AsyncDisposable {
  /** The host as the holder of one credential meets it. The limits hold for as long as the handle is kept. */
  account(authorization: string): HostAccount;
}

/** One account's way to a host. All methods give the JSON of a 2xx and throw `UpstreamError` for all else. */
export interface HostAccount {
  /** True once the host has answered any call with a 2xx in JSON. */
  readonly answeredWell: boolean;
  /** A call that may be repeated, and is, until the deadline. @throws the signal's reason when the asker left. */
  read(request: HostRequest, call: ReadCall): Promise<JsonBody>;
  /** The same, with what `parse` makes of it: once for all answers of the same bytes, so it is shared and must not change. */
  readAs<Result extends object>(
    request: HostRequest,
    parse: (json: JsonBody) => Result,
    call: ReadCall,
  ): Promise<Result>;
  /** A call that is sent once. @throws the signal's reason when the asker left. */
  sendOnce(request: HostRequest, call: ReadCall): Promise<JsonBody>;
  /** A call that buys: sent once, and from `beforeFirstByte` on deaf to the signal. */
  buy(request: HostRequest, hooks: BuyHooks): Promise<JsonBody>;
}

/** What is asked of a host. */
export interface HostRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below the host's base address, encoded, with the query. */
  path: string;
  /** The path with its variable parts by name: for logs and metrics. */
  route: string;
  body?: object;
  /**
   * Which failures speak against the host. `always`: any outage. `unless-500`: the asker chose what is asked for, and a
   * choice the host cannot stomach may answer 500. `never`: such as a page key, which may have gone bad in any way.
   */
  blame: 'always' | 'unless-500' | 'never';
  /** Whether the same answer is likely to come again: it is then read once. */
  isRepeated?: boolean;
  /** Recognises an error answer that means "not found", whatever its status. */
  isNotFound?: (body: JsonBody) => boolean;
}

/** What a buyer brings. */
export interface BuyHooks {
  /** Ends the wait for a place. */
  signal: AbortSignal;
  /** When that wait ends by itself, in ms since the epoch. Default: the time of a purchase from now. */
  waitUntilMs?: number;
  /** Awaited directly before sending; what it throws is thrown on, and nothing is sent. */
  beforeFirstByte?: () => Promise<void>;
}

/** One attempt that was made, with nothing in it that is secret. */
export interface CallReport {
  method: string;
  route: string;
  /** HTTP status; null when there was no answer. */
  status: number | null;
  /** Null for success; `aborted` when the asker left, or its deadline passed. */
  failure: UpstreamFailure | 'aborted' | null;
  durationMs: number;
}

/** What a host needs. */
export interface HostOptions {
  /** Names the API in messages. */
  service: string;
  baseUrl: string;
  userAgent: string;
  /** Longest attempt of a read, or of a call that is sent once. */
  timeoutMs: number;
  /** Longest call that buys, and longest wait for its place. */
  buyTimeoutMs: number;
  /** Calls of one account at once. */
  concurrency: number;
  /** Starts of calls of one account in any 60 s; null for no limit. */
  ratePerMinute: number | null;
  /** Calls of one account that may wait for their turn. Default 1000. */
  queueLimit?: number;
  /** Largest answer, also after decompression. Default 16 MB. */
  maxBodyBytes?: number;
  /** Statuses that mean something else at this host than their number says. Default: none. */
  meanings?: ReadonlyMap<number, UpstreamFailure>;
  /** Failures of the host in a row after which it is left alone, and for how long. Default 10 and 5 s. */
  breaker?: { failures: number; restMs: number };
  /** Told of each attempt after its end. */
  onCall?: (report: CallReport) => void;
  clock: Clock;
}

/** A host that has not been called yet. Disposing waits for what is being bought and cuts everything else. */
export function createHost(options: HostOptions): Host {
  const { service, baseUrl, timeoutMs, clock } = options;
  const { origin, pathname } = new URL(baseUrl);
  const maxBodyBytes = options.maxBodyBytes ?? 16_000_000;
  let accounts = 0;
  const ground: HostGround = {
    ...options,
    numberAccount: () => ++accounts,
    basePath: pathname.replace(/\/+$/, ''),
    maxBodyBytes,
    queueLimit: options.queueLimit ?? 1000,
    unchanged: createUnchanged(),
    wire: createWire({
      service,
      origin,
      connectTimeoutMs: timeoutMs,
      maxBodyBytes,
      largeAnswers: createLargeAnswers(),
      clock,
    }),
    hostBreaker: createBreaker({ service, ...(options.breaker ?? { failures: 10, restMs: 5000 }) }),
  };
  return {
    account: (authorization) => createHostAccount(ground, authorization),
    [Symbol.asyncDispose]: () => ground.wire[Symbol.asyncDispose](),
  };
}

/** What all accounts of a host share. */
export interface HostGround extends HostOptions {
  /** Tells accounts apart in what they share. */
  numberAccount(): number;
  /** The path that every path of the host begins with, without a slash at its end. */
  basePath: string;
  maxBodyBytes: number;
  queueLimit: number;
  unchanged: Unchanged;
  wire: Wire;
  hostBreaker: Breaker;
}
