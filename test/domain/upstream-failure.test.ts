import { describe, expect, test } from 'vitest';
import { GatewayError } from '../../src/domain/errors.ts';
import { toGatewayError } from '../../src/domain/upstream-failure.ts';
import { UpstreamError, type UpstreamFailure } from '../../src/upstream/errors.ts';

const callersOwn = { isGatewayAccount: false };
const gatewaysOwn = { isGatewayAccount: true };

describe('a failed call to Pictory', () => {
  test.for<[UpstreamFailure, string]>([
    ['unreachable', 'UPSTREAM_UNAVAILABLE'],
    ['not-sent', 'UPSTREAM_UNAVAILABLE'],
    ['cut', 'UPSTREAM_UNAVAILABLE'],
    ['server-error', 'UPSTREAM_UNAVAILABLE'],
    ['timeout', 'UPSTREAM_TIMEOUT'],
    ['rate-limited', 'UPSTREAM_RATE_LIMITED'],
    ['blocked', 'UPSTREAM_BLOCKED'],
    ['unauthorized', 'UNAUTHENTICATED'],
    ['not-found', 'UPSTREAM_INVALID_RESPONSE'],
    ['refused', 'UPSTREAM_INVALID_RESPONSE'],
    ['invalid-response', 'UPSTREAM_INVALID_RESPONSE'],
  ])('%s is told as %s', ([failure, code]) => {
    const cause = new UpstreamError(failure, 'internal words');

    const told = toGatewayError(cause, callersOwn);

    expect(told).toBeInstanceOf(GatewayError);
    expect(told).toMatchObject({ code, cause });
    expect((told as GatewayError).message).not.toContain('internal words');
  });

  test("a refused key of the gateway's own is the operator's trouble, not the caller's", () => {
    const cause = new UpstreamError('unauthorized', 'no');

    expect(toGatewayError(cause, gatewaysOwn)).toMatchObject({
      code: 'UPSTREAM_MISCONFIGURED',
      retryable: false,
    });
  });

  test('keeps how long Pictory asked to wait', () => {
    const cause = new UpstreamError('rate-limited', 'no', { retryAfterMs: 7_000 });

    expect(toGatewayError(cause, callersOwn)).toMatchObject({ retryable: true, retryAfterMs: 7_000 });
  });

  test('leaves everything else untouched', () => {
    const ours = new GatewayError('JOB_NOT_FOUND', 'no');
    const reason = new DOMException('left', 'AbortError');

    expect(toGatewayError(ours, callersOwn)).toBe(ours);
    expect(toGatewayError(reason, callersOwn)).toBe(reason);
  });
});
