import { UpstreamError, type UpstreamFailure } from '../upstream/errors.ts';
import { type ErrorCode, GatewayError } from './errors.ts';
import type { Tenant } from './tenant.ts';

/**
 * What a failed call to Pictory means to the client: a `GatewayError` with the failure as its cause.
 *
 * Anything that is not an `UpstreamError` (a `GatewayError`, the reason of an aborted signal, a bug) comes back untouched.
 */
export function toGatewayError(error: unknown, tenant: Pick<Tenant, 'isGatewayAccount'>): Error {
  if (!(error instanceof UpstreamError))
    return error instanceof Error ? error : new Error('Aborted', { cause: error });
  const meaning: Meaning =
    error.failure === 'unauthorized' && tenant.isGatewayAccount
      ? GATEWAY_KEY_REFUSED
      : MEANING[error.failure];
  const { code, message, ...details } = meaning;
  return new GatewayError(code, message, { ...details, retryAfterMs: error.retryAfterMs, cause: error });
}

interface Meaning {
  code: ErrorCode;
  message: string;
  /** Where it is not as the code's table has it. */
  retryable?: boolean;
}

const UNAVAILABLE = {
  code: 'UPSTREAM_UNAVAILABLE',
  message: 'Pictory cannot be reached or is failing at the moment. Try again a little later.',
} as const;

const NOT_UNDERSTOOD = {
  code: 'UPSTREAM_INVALID_RESPONSE',
  message:
    'Pictory answered with something that cannot be understood. Try again; if it stays, tell the operator.',
} as const;

const REFUSED = {
  code: 'UPSTREAM_INVALID_RESPONSE',
  message:
    'Pictory refused this read for a reason of its own. Check what was asked for; if it stays, tell the operator.',
  retryable: false,
} as const;

const MEANING = {
  unreachable: UNAVAILABLE,
  'not-sent': UNAVAILABLE,
  cut: UNAVAILABLE,
  'server-error': UNAVAILABLE,
  timeout: { code: 'UPSTREAM_TIMEOUT', message: 'Pictory did not answer in time. Try again.' },
  unauthorized: {
    code: 'UNAUTHENTICATED',
    message:
      'Pictory does not accept this API key. Send a valid one (it begins with "pictai_") in Authorization.',
  },
  blocked: {
    code: 'UPSTREAM_BLOCKED',
    message:
      'The bot filter in front of Pictory refused the call. Try again later; if it stays, tell the operator.',
  },
  'rate-limited': {
    code: 'UPSTREAM_RATE_LIMITED',
    message:
      'The calls to Pictory for this account are limited, and the limit is reached. Wait before asking again.',
  },
  'not-found': REFUSED,
  refused: REFUSED,
  'invalid-response': NOT_UNDERSTOOD,
} as const satisfies Record<UpstreamFailure, Meaning>;

const GATEWAY_KEY_REFUSED = {
  code: 'UPSTREAM_MISCONFIGURED',
  message:
    "Pictory does not accept the gateway's own API key. Nothing the caller sends can help: tell the operator.",
} as const;
