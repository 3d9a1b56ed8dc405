import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { type Answer, endInBody, html, json, raw, reset } from '../support/scripted-upstream.ts';
import { API_KEY, createUnderTest } from './under-test.ts';

const ECHO = `Who is ${API_KEY}?`;

test.each<[string, Answer]>([
  [
    'a refusal that repeats it',
    json(400, { code: ECHO, message: ECHO, fields: [{ name: ECHO, errors: [ECHO, ECHO] }] }),
  ],
  ['a nested refusal that repeats it', json(500, { error: { error_code: ECHO, error_message: ECHO } })],
  ['a page that repeats it', html(502)],
  ['text that repeats it', raw(200, ECHO)],
  ['a list that is none and repeats it', json(200, { items: ECHO })],
  ['a 401', json(401, { message: ECHO })],
  ['a reset', reset],
  ['half an answer', endInBody],
  ['no HTTP', (response) => response.socket?.end(`220 ${ECHO}\r\n`)],
])('the key is in nothing that comes of %s', async (_name, answer) => {
  await using underTest = await createUnderTest();
  const { upstream, pictory, account, clock, reports, call, stays } = underTest;
  upstream.plan('POST /v1/aistudio/images', answer);
  upstream.plan('GET /v1/jobs', answer);

  const errors = [
    await account.startImage({ prompt: 'A fox asleep', model: 'm' }, stays).catch((error: unknown) => error),
    await pictory
      .account(API_KEY)
      // In so short a time that not even the shortest pause before a repeat fits.
      .listJobs(null, call({ deadlineAt: clock.now() + Number.EPSILON * clock.now() }))
      .catch((error: unknown) => error),
  ];

  for (const error of errors) {
    expect(error).toBeInstanceOf(Error);
    expect(everythingOf(error)).not.toContain(API_KEY);
  }
  expect(JSON.stringify(reports)).not.toContain(API_KEY);
});

test('the key is in nothing that comes of a connection that fails', async () => {
  await using gone = await createUnderTest();
  await gone.upstream[Symbol.asyncDispose]();
  await using underTest = await createUnderTest({ baseUrl: gone.upstream.baseUrl });

  const error = await underTest.account
    .startImage({ prompt: 'A fox asleep', model: 'm' }, underTest.stays)
    .catch((error: unknown) => error);

  expect((error as Error).cause).toBeInstanceOf(Error);
  expect(everythingOf(error)).not.toContain(API_KEY);
});

test('a key that cannot be written as a header is sent nowhere and repeated nowhere', async () => {
  await using underTest = await createUnderTest();
  const account = underTest.pictory.account(`${API_KEY}\r\nx-injected: 1`);

  const error = await account.readQuota(underTest.call()).catch((error: unknown) => error);

  expect(error).toMatchObject({ failure: 'not-sent', retryable: false });
  expect(everythingOf(error)).not.toContain(API_KEY);
  expect(underTest.upstream.requests).toEqual([]);
});

/** All that a log could make of an error. */
function everythingOf(error: unknown): string {
  const causes: unknown[] = [];
  for (let next = error; next instanceof Error; next = next.cause)
    causes.push(next.stack, next.message, { ...next });
  return inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + JSON.stringify(causes);
}
