import { expect, test } from 'vitest';
import { GatewayError } from '../../../src/domain/errors.ts';
import { toPixverseError, toPixverseListError } from '../../../src/domain/pixverse/failure.ts';
import { UpstreamError, type UpstreamFailure } from '../../../src/upstream/errors.ts';

function failed(failure: UpstreamFailure, status: number | null, retryAfterMs: number | null = null) {
  const complaint = { code: null, message: 'Account studio@example.org needs care', fields: [] };
  return new UpstreamError(failure, 'studio@example.org', { status, retryAfterMs, complaint });
}

test.each([
  ['refused', 412, 'PIXVERSE_CREDITS_EXHAUSTED', false, null],
  ['refused', 422, 'PIXVERSE_REFUSED', false, null],
  ['rate-limited', 429, 'PIXVERSE_BUSY', true, 10_000],
  ['refused', 596, 'PIXVERSE_ACCOUNT_DISCONNECTED', false, null],
  ['unauthorized', 401, 'UPSTREAM_MISCONFIGURED', false, null],
  ['unauthorized', 402, 'UPSTREAM_MISCONFIGURED', false, null],
  ['unauthorized', null, 'UPSTREAM_MISCONFIGURED', false, null],
  ['rate-limited', null, 'UPSTREAM_RATE_LIMITED', true, null],
  ['server-error', 500, 'UPSTREAM_UNAVAILABLE', true, null],
  ['unreachable', null, 'UPSTREAM_UNAVAILABLE', true, null],
  ['timeout', null, 'UPSTREAM_TIMEOUT', true, null],
  ['blocked', 403, 'UPSTREAM_BLOCKED', true, null],
  ['invalid-response', 200, 'UPSTREAM_INVALID_RESPONSE', true, null],
  ['refused', 400, 'UPSTREAM_INVALID_RESPONSE', false, null],
] as const)('%s (%s) is %s', (failure, status, code, retryable, retryAfterMs) => {
  const error = toPixverseError(failed(failure, status));
  expect(error).toBeInstanceOf(GatewayError);
  expect(error).toMatchObject({ code, retryable, retryAfterMs });
  expect(error.message).not.toContain('example.org');
  expect(error.message).not.toContain('Pictory');
  expect(error.message).toMatch(/useapi\.net|PixVerse/);
});

test('the wait that useapi.net asks for comes before our own', () => {
  expect(toPixverseError(failed('rate-limited', 429, 30_000))).toMatchObject({ retryAfterMs: 30_000 });
});

test('a list that is refused for its e-mail address says what to do about it', () => {
  expect(toPixverseListError(failed('refused', 400), null)).toMatchObject({
    code: 'BAD_USER_INPUT',
    message: expect.stringContaining('without `email`'),
  });
  for (const status of [400, 404]) {
    const error = toPixverseListError(
      failed(status === 400 ? 'refused' : 'not-found', status),
      'b@example.org',
    );
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.not.stringContaining('@') });
  }
  expect(toPixverseListError(failed('refused', 412), null)).toMatchObject({
    code: 'PIXVERSE_CREDITS_EXHAUSTED',
  });
});

test('what is no failure of useapi.net comes back untouched', () => {
  const error = new GatewayError('UPSTREAM_CALL_BUDGET_EXCEEDED', 'Too much.');
  expect(toPixverseError(error)).toBe(error);
  expect(toPixverseListError(error, null)).toBe(error);
});
