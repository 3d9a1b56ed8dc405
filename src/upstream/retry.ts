import { UpstreamError, type UpstreamFailure } from './errors.ts';

const MAX_ATTEMPTS = 3;
const BACKOFF_MS = 250;
/** After a 429 that does not say how long to wait. */
const RATE_BACKOFF_MS = 1000;

const REPEATED: ReadonlySet<UpstreamFailure> = new Set([
  'unreachable',
  'timeout',
  'cut',
  'server-error',
  'rate-limited',
  'invalid-response',
]);

/** How long to wait before a read that has failed is repeated; null: not at all. It is exponential with full jitter, at least what the host asked for. */
export function retryDelayMs(error: unknown, attempts: number): number | null {
  if (!(error instanceof UpstreamError) || !error.retryable || !REPEATED.has(error.failure)) return null;
  if (attempts >= MAX_ATTEMPTS) return null;
  const baseMs = error.failure === 'rate-limited' ? RATE_BACKOFF_MS : BACKOFF_MS;
  return Math.max(error.retryAfterMs ?? 0, Math.random() * baseMs * 2 ** (attempts - 1));
}
