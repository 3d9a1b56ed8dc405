import { expect, test } from 'vitest';
import type { UpstreamFailure } from '../../src/upstream/errors.ts';
import { type Answer, html, json, raw, reset, silence } from '../support/scripted-upstream.ts';
import { createUnderTest, failureOf } from './under-test.ts';

const LINE = 'DELETE /v1/jobs/j1/clean';

test.each<[string, Answer, UpstreamFailure]>([
  ['a 400', json(400, { code: 'JOB_IS_RUNNING', message: 'The job is still running.' }), 'refused'],
  ['a 401', json(401, { message: 'Unauthorized' }), 'unauthorized'],
  ['a 403 of the bot filter', html(403), 'blocked'],
  ['a 404', json(404, {}), 'not-found'],
  ['a 404 in HTML', html(404), 'not-found'],
  ['a 429', json(429, {}), 'rate-limited'],
  ['a 500', json(500, {}), 'server-error'],
  ['an empty 200', raw(200, ''), 'invalid-response'],
  ['a 200 that says nothing', json(200, {}), 'invalid-response'],
  ['a reset', reset, 'cut'],
])('a clean told %s is not repeated', async (_name, answer, failure) => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  upstream.plan(LINE, answer);

  expect((await failureOf(account.cleanJob('j1', call()))).failure).toBe(failure);
});

test('a clean that gets no answer is not repeated', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, clock, call } = underTest;
  upstream.plan(LINE, silence);

  const failed = failureOf(account.cleanJob('j1', call()));
  await upstream.untilReceived(1);
  await clock.advance(10_000);

  expect(await failed).toMatchObject({ failure: 'timeout', mayHaveTakenEffect: true });
});

test('the refusal of a clean keeps what Pictory says', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  upstream.plan(LINE, json(400, { code: 'JOB_IS_RUNNING', message: 'The job is still running.' }));

  const { complaint, message } = await failureOf(account.cleanJob('j1', call()));

  expect(complaint).toEqual({ code: 'JOB_IS_RUNNING', message: 'The job is still running.', fields: [] });
  expect(message).not.toContain('running');
});

test('a clean is not lost to a connection that the host closed while it was idle', async () => {
  await using underTest = await createUnderTest();
  const { upstream, account, call } = underTest;
  upstream.plan('GET /v1/quota', json(200, {}));
  upstream.plan(LINE, json(200, { success: true }));

  await account.readQuota(call());
  upstream.requests[0]?.socket.destroy();

  expect(await account.cleanJob('j1', call())).toBe(true);
});
