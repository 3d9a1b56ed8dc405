/** What broke on the wire, in words that carry a verdict. */
export type UpstreamFailure =
  /** Refused, unresolvable, or no connection in time: not a byte of the request was sent. */
  | 'unreachable'
  /** The breaker of this host, or a full queue, kept the call back: nothing was sent. */
  | 'not-sent'
  /** No answer in time. */
  | 'timeout'
  /** The connection ended before the answer did. */
  | 'cut'
  /** 401, or a 401 that this key was given within the last minute (then nothing was sent). */
  | 'unauthorized'
  /** 403 whose body is not JSON: the bot filter in front of the API. */
  | 'blocked'
  /** 404, or error code 5000 wherever it stands. */
  | 'not-found'
  /** 429, or the wait that a 429 or our own rate limit imposes is longer than the deadline allows (then nothing was sent). */
  | 'rate-limited'
  /** Any other 4xx whose body is JSON, or a status with which this API says no. */
  | 'refused'
  /** 5xx. */
  | 'server-error'
  /**
   * HTML, nothing, half a JSON text, an unexpected shape, an unexpected status, too many bytes. For a generation POST also
   * a 4xx without JSON, other than the bot filter's 403: who answered it is not known.
   */
  | 'invalid-response';

/**
 * What follows from each failure. `retryable`: the same call may succeed later. `mayHaveTakenEffect`: a POST or DELETE
 * may have been acted on; where false it certainly was not, because nothing was sent or the API itself said no.
 */
const CONSEQUENCES = {
  unreachable: { retryable: true, mayHaveTakenEffect: false },
  'not-sent': { retryable: true, mayHaveTakenEffect: false },
  timeout: { retryable: true, mayHaveTakenEffect: true },
  cut: { retryable: true, mayHaveTakenEffect: true },
  unauthorized: { retryable: false, mayHaveTakenEffect: false },
  blocked: { retryable: false, mayHaveTakenEffect: false },
  'not-found': { retryable: false, mayHaveTakenEffect: false },
  'rate-limited': { retryable: true, mayHaveTakenEffect: false },
  refused: { retryable: false, mayHaveTakenEffect: false },
  'server-error': { retryable: true, mayHaveTakenEffect: true },
  'invalid-response': { retryable: true, mayHaveTakenEffect: true },
} as const satisfies Record<UpstreamFailure, { retryable: boolean; mayHaveTakenEffect: boolean }>;

/** What a REST API said of its own refusal, trimmed to a sane length. Every part may be missing. */
export interface UpstreamComplaint {
  code: string | null;
  message: string | null;
  fields: { name: string; message: string }[];
}

/**
 * A call to a REST API that did not give what was asked for.
 *
 * `message` is ours: no text of the REST API is in it. What the API itself said is in `complaint`.
 */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  readonly failure: UpstreamFailure;
  /** HTTP status; null when there was no answer, or nothing was sent. */
  readonly status: number | null;
  /** How long the API asked us to wait; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** Null unless the API answered with a JSON error. */
  readonly complaint: UpstreamComplaint | null;
  /** Whether the same call may succeed when it is repeated later. */
  readonly retryable: boolean;
  /**
   * Whether a POST or DELETE that failed so may have been acted on: for a generation, bought. False is certain: not a byte
   * was sent, or the API (in JSON, with a 4xx) or the bot filter in front of it refused.
   */
  readonly mayHaveTakenEffect: boolean;

  constructor(
    failure: UpstreamFailure,
    message: string,
    details: {
      status?: number | null;
      retryAfterMs?: number | null;
      complaint?: UpstreamComplaint | null;
      /** Default: by the failure. */
      retryable?: boolean;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.failure = failure;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.complaint = details.complaint ?? null;
    this.retryable = details.retryable ?? CONSEQUENCES[failure].retryable;
    this.mayHaveTakenEffect = CONSEQUENCES[failure].mayHaveTakenEffect;
  }
}
