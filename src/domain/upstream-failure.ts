import { UpstreamError, type UpstreamFailure } from '../upstream/errors.ts';
import { type ErrorCode, GatewayError } from './errors.ts';
import type { Tenant } from './tenant.ts';

/**
 * What a failed call to Pictory means to the client: a `GatewayError` with the failure as its cause.
 *
 * Anything that is not an `UpstreamError` (a `GatewayError`, the reason of an aborted signal, a bug) comes back untouched.
 */
export function toGatewayError(error: unknown, tenant: Pick<Tenant, 'isGatewayAccount'>): Error {
  return translateFailure(error, ({ failure }) =>
    failure === 'unauthorized' && tenant.isGatewayAccount ? GATEWAY_KEY_REFUSED : MEANING[failure],
  );
}

/** What a failure means to a client. */
export interface FailureMeaning {
  code: ErrorCode;
  message: string;
  /** Where it is not as the code's table has it. */
  retryable?: boolean;
  /** Where the API does not say. */
  retryAfterMs?: number;
}

/** A `GatewayError` for an `UpstreamError`; everything else untouched. */
export function translateFailure(error: unknown, meaningOf: (error: UpstreamError) => FailureMeaning): Error {
  if (!(error instanceof UpstreamError))
    return error instanceof Error ? error : new Error('Aborted', { cause: error });
  const { code, message, retryAfterMs, ...details } = meaningOf(error);
  return new GatewayError(code, message, {
    ...details,
    retryAfterMs: error.retryAfterMs ?? retryAfterMs ?? null,
    cause: error,
  });
}

/** What failures of any REST API mean, except that it does not accept a credential. */
export function commonMeanings(service: string) {
  const unavailable = {
    code: 'UPSTREAM_UNAVAILABLE',
    message: `${service} cannot be reached or is failing at the moment. Try again a little later.`,
  } as const;
  const refused = {
    code: 'UPSTREAM_INVALID_RESPONSE',
    message: `${service} refused this read for a reason of its own. Check what was asked for; if it stays, tell the operator.`,
    retryable: false,
  } as const;
  return {
    unreachable: unavailable,
    'not-sent': unavailable,
    cut: unavailable,
    'server-error': unavailable,
    timeout: { code: 'UPSTREAM_TIMEOUT', message: `${service} did not answer in time. Try again.` },
    blocked: {
      code: 'UPSTREAM_BLOCKED',
      message: `The bot filter in front of ${service} refused the call. Try again later; if it stays, tell the operator.`,
    },
    'rate-limited': {
      code: 'UPSTREAM_RATE_LIMITED',
      message: `The calls to ${service} for this account are limited, and the limit is reached. Wait before asking again.`,
    },
    'not-found': refused,
    refused,
    'invalid-response': {
      code: 'UPSTREAM_INVALID_RESPONSE',
      message: `${service} answered with something that cannot be understood. Try again; if it stays, tell the operator.`,
    },
  } as const satisfies Record<Exclude<UpstreamFailure, 'unauthorized'>, FailureMeaning>;
}

const MEANING: Record<UpstreamFailure, FailureMeaning> = {
  ...commonMeanings('Pictory'),
  unauthorized: {
    code: 'UNAUTHENTICATED',
    message:
      'Pictory does not accept this API key. Send a valid one (it begins with "pictai_") in Authorization.',
  },
};

const GATEWAY_KEY_REFUSED: FailureMeaning = {
  code: 'UPSTREAM_MISCONFIGURED',
  message:
    "Pictory does not accept the gateway's own API key. Nothing the caller sends can help: tell the operator.",
};
