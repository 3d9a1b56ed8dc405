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
  /** 401. */
  | 'unauthorized'
  /** 403 whose body is not JSON: the bot filter in front of the API. */
  | 'blocked'
  /** 404, or error code 5000 wherever it stands. */
  | 'not-found'
  /** 429. */
  | 'rate-limited'
  /** Any other 4xx whose body is JSON. */
  | 'refused'
  /** 5xx. */
  | 'server-error'
  /** HTML, nothing, half a JSON text, an unexpected shape, an unexpected status. */
  | 'invalid-response';

/** What a REST API said of its own refusal, in our words. Every part may be missing. */
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
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** How long the API asked us to wait; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** Null unless the API answered with a JSON error. */
  readonly complaint: UpstreamComplaint | null;

  constructor(
    failure: UpstreamFailure,
    message: string,
    details: {
      status?: number | null;
      retryAfterMs?: number | null;
      complaint?: UpstreamComplaint | null;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: details.cause });
    this.failure = failure;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.complaint = details.complaint ?? null;
  }
}
