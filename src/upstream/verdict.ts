import type { IncomingHttpHeaders } from 'node:http';
import type { Body, JsonBody } from './body.ts';
import { parseComplaint } from './complaint.ts';
import { UpstreamError, type UpstreamFailure } from './errors.ts';

/** An answer that has been read, and what is needed to judge it. */
export interface Hearing {
  service: string;
  status: number;
  headers: IncomingHttpHeaders;
  body: Body;
  /** Statuses that mean something else here than their number says. */
  meanings: ReadonlyMap<number, UpstreamFailure>;
  /** Blotted out of what the API says. */
  secret: string;
  nowMs: number;
  /** True for what buys: a 4xx then counts as the API's own refusal only in JSON. */
  isPurchase: boolean;
}

/**
 * The JSON of a good answer.
 *
 * @throws {UpstreamError} for any other answer, by status and body.
 */
export function judgeAnswer(hearing: Hearing): JsonBody {
  const { service, status, headers, body, secret, nowMs } = hearing;
  const isGood = status >= 200 && status < 300;
  if (isGood && body.json) return body.json;

  const failure = nameFailure(hearing);
  const found = body.json ? 'JSON' : body.instead;
  throw new UpstreamError(failure, `${service} answered ${status} with ${found}.`, {
    status,
    retryAfterMs: parseRetryAfter(headers['retry-after'], nowMs),
    complaint: body.json && !isGood ? parseComplaint(body.json, secret) : null,
    ...(failure === 'invalid-response' && { retryable: isGood }),
  });
}

function nameFailure({ status, body, meanings, isPurchase }: Hearing): UpstreamFailure {
  const ownMeaning = meanings.get(status);
  if (ownMeaning) return ownMeaning;
  if (status >= 500) return 'server-error';
  if (status < 400) return 'invalid-response';
  if (status === 403) return body.json ? 'refused' : 'blocked';
  if (isPurchase && !body.json) return 'invalid-response';
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  return body.json ? 'refused' : 'invalid-response';
}

/** The wait that a `Retry-After` asks for, given in seconds or as a date; null when it says nothing of use. */
function parseRetryAfter(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  const isSeconds = /^\d{1,10}(\.\d+)?$/.test(text);
  if (isSeconds) return Math.ceil(Number(text) * 1000);
  // `Date.parse` reads dates into almost anything; those of HTTP begin with the day of the week.
  const atMs = /^[A-Z][a-z]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(atMs) ? null : Math.max(atMs - nowMs, 0);
}
