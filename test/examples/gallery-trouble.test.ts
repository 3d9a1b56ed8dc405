import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type GalleryStage, startGalleryStage } from '../support/gallery-stage.ts';

let stage: GalleryStage;
beforeAll(async () => {
  stage = await startGalleryStage();
}, 120_000);
afterAll(() => stage?.[Symbol.asyncDispose]());
afterEach(() => stage.control('DELETE /sandbox/faults'));

test('a wall that Pictory does not give says so, and comes with another try', async () => {
  await stage.control('POST /sandbox/faults', {
    match: { path: '/v1/aistudio/*', method: 'GET' },
    effect: { kind: 'status', status: 500 },
  });
  await using gallery = await stage.open();
  const { page, tiles } = gallery;
  await page.getByText('Pictory is away').waitFor();
  expect(await page.getByRole('button', { name: 'Generate' }).isEnabled()).toBe(true);
  await stage.control('DELETE /sandbox/faults');
  await page.getByRole('button', { name: 'Try again' }).click();
  await tiles.first().waitFor();
});

test('what was not started counts down and is bought once, by the same key', async () => {
  await using gallery = await stage.open();
  const { page, prompt, generate, jobs } = gallery;
  await stage.control('POST /sandbox/faults', {
    match: { path: '/v1/aistudio/images', method: 'POST' },
    times: 1,
    effect: { kind: 'rate-limit', retryAfter: 1 },
  });
  await prompt.fill('A glass marble on velvet');
  await generate.click();
  await page.getByRole('button', { name: 'Send it again in 1 s' }).waitFor();
  await page.getByRole('button', { name: 'Send it again', exact: true }).click();
  await jobs('COMPLETED').waitFor();
});

test('a lost answer is no reason to pay twice: asking again is safe, buying anew takes a press of its own', async () => {
  await using gallery = await stage.open();
  const { page, prompt, generate, jobs } = gallery;
  await stage.control('POST /sandbox/faults', {
    match: { path: '/v1/aistudio/images', method: 'POST' },
    times: 1,
    effect: { kind: 'reset', when: 'after' },
  });
  await prompt.fill('A clock without hands');
  await stage.forgetCalls();
  await generate.click();
  await page.getByText('It may have been bought').waitFor();
  await generate.click();
  await generate.and(page.locator(':enabled')).waitFor();
  await page.getByText('It may have been bought').waitFor();
  expect(await stage.purchases()).toHaveLength(1);
  await page.getByRole('button', { name: 'Send as new' }).click();
  await jobs('COMPLETED').waitFor();
  expect(await stage.purchases()).toHaveLength(2);
});

test('a lost connection to the gateway buys once, however often it is sent', async () => {
  await using gallery = await stage.open();
  const { page, prompt, generate, jobs } = gallery;
  await prompt.fill('A bridge made of light');
  await stage.forgetCalls();
  // The gateway gets the request, the page does not get the answer.
  await page.route('**/graphql', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await generate.click();
  await page.getByText('No connection').waitFor();
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Send it again' }).click();
  await jobs('COMPLETED').waitFor();
  expect(await stage.purchases()).toHaveLength(1);
});

test('all parts of a page that came without a connection come with one press', async () => {
  await using gallery = await stage.open();
  const { page, tiles, prompt } = gallery;
  await page.route('**/graphql', (route) => route.abort());
  await page.reload();
  await page.getByText('No connection').nth(1).waitFor();
  await page.unroute('**/graphql');
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await tiles.first().waitFor();
  await prompt.waitFor();
  await page.getByLabel('Made with').waitFor();
  await page.getByText('credits left').waitFor();
});

test('a key that is not accepted leads to the settings; the page keeps no key', async () => {
  await using gallery = await stage.open();
  const { page, tiles } = gallery;
  const enter = async (key: string) => {
    await page.getByLabel('Pictory key or gateway token').fill(key);
    await page.getByRole('button', { name: 'Use this key' }).click();
  };
  await page.getByRole('button', { name: 'Settings' }).click();
  await enter('pictai_not_a_real_key_0000');
  await page.getByText('Who is asking?').waitFor();
  await page.getByRole('button', { name: 'Open settings' }).click();
  await enter('pictai_sandbox_sample_key');
  await tiles.first().waitFor();
  const kept = await page.evaluate(() =>
    JSON.stringify([localStorage, sessionStorage, document.cookie, location.href]),
  );
  expect(kept).not.toContain('pictai_');
});
