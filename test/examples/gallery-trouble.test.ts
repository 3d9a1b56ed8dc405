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
  // It waits for its own price, and for nothing of the wall.
  await expect.poll(() => page.getByRole('button', { name: 'Generate' }).isEnabled()).toBe(true);
  await stage.control('DELETE /sandbox/faults');
  await page.getByRole('button', { name: 'Try again' }).click();
  await tiles.first().waitFor();
});

test('what Pictory refuses is told in its words', async () => {
  await using gallery = await stage.open();
  const { page, prompt, generate } = gallery;
  await stage.control('POST /sandbox/faults', {
    match: { path: '/v1/aistudio/images', method: 'POST' },
    times: 1,
    effect: {
      kind: 'status',
      status: 400,
      body: {
        code: 'INVALID_REQUEST_BODY',
        message: 'Invalid request',
        fields: [{ name: 'prompt', errors: 'is not nice' }],
      },
    },
  });
  await prompt.fill('A thing that Pictory does not like');
  await generate.click();
  await page.getByText('Pictory has said no').waitFor();
  await page.getByText('is not nice').first().waitFor();
  expect(await prompt.getAttribute('aria-invalid')).toBe('true');
});

test('a price that has risen since it was shown is asked about', async () => {
  await using gallery = await stage.open();
  const { page, prompt, generate, jobs } = gallery;
  await page.route('**/graphql', async (route) => {
    if (!route.request().postData()?.includes('PriceQuery')) return route.continue();
    const answer = await (await route.fetch()).json();
    answer.data.estimateImageCredits.credits = 0.5;
    return route.fulfill({ json: answer });
  });
  await page.reload();
  await page.getByText('0.5 credits').waitFor();
  await prompt.fill('A very small painting');
  await stage.forgetCalls();
  await generate.click();
  await page.getByText('It costs 2 credits now.').waitFor();
  expect(await stage.purchases()).toEqual([]);
  await page.getByRole('button', { name: 'Buy it for 2' }).click();
  await jobs('COMPLETED').waitFor();
});

test('a job is followed on after the connection was cut', async () => {
  await using gallery = await stage.open();
  const { page, prompt, generate, jobs } = gallery;
  let connections = 0;
  await page.routeWebSocket('**/graphql', (socket) => {
    connections += 1;
    const gateway = socket.connectToServer();
    if (connections > 1) return;
    gateway.onMessage((message) => {
      socket.send(message);
      // The state of now has come; the end will not.
      if (String(message).includes('"next"')) void socket.close({ code: 1012 });
    });
  });
  await page.reload();
  await prompt.fill('A rope bridge over a gorge');
  await generate.click();
  await jobs('COMPLETED').waitFor();
  expect(connections).toBe(2);
});

test('what was not started counts down and is bought once, by the same key', async () => {
  await using gallery = await stage.open();
  const { page, prompt, generate, jobs } = gallery;
  await stage.control('POST /sandbox/faults', {
    match: { path: '/v1/aistudio/images', method: 'POST' },
    times: 1,
    effect: { kind: 'rate-limit', retryAfter: 3 },
  });
  await prompt.fill('A glass marble on velvet');
  await generate.click();
  await page.getByRole('button', { name: /^Send it again in \d s$/ }).waitFor();
  await page.getByRole('button', { name: 'Send it again', exact: true }).click();
  await jobs('COMPLETED').waitFor();
});

test('a lost answer is no reason to pay twice: asking again is safe, buying anew takes a press of its own', async () => {
  await using gallery = await stage.open();
  const { page, prompt, generate, jobs } = gallery;
  await stage.loseNextAnswer();
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

test('a purchase that was lost is the same one when its price is another, or not known', async () => {
  await using gallery = await stage.open();
  const { page, prompt, generate, jobs } = gallery;
  await prompt.fill('A staircase into a lake');
  await page.getByText('2 credits', { exact: true }).waitFor();
  await stage.forgetCalls();
  await page.route('**/graphql', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await generate.click();
  await page.getByText('No connection').waitFor();
  await page.unroute('**/graphql');
  await page.locator('input[name=price]').evaluate((price) => price.remove());
  await generate.click();
  await jobs('COMPLETED').waitFor();
  expect(await stage.purchases()).toHaveLength(1);
});

test('two presses on what buys anew buy once', async () => {
  await using gallery = await stage.open();
  const { page, prompt, generate, jobs } = gallery;
  await stage.loseNextAnswer();
  await prompt.fill('A well full of stars');
  await generate.click();
  await page.getByText('It may have been bought').waitFor();
  await generate.and(page.locator(':enabled')).waitFor();
  await stage.forgetCalls();
  await page.getByRole('button', { name: 'Send as new' }).dblclick();
  await jobs('COMPLETED').waitFor();
  expect(await stage.purchases()).toHaveLength(1);
});

test('an address that nobody here has written shows the wall', async () => {
  await using gallery = await stage.open({}, '#Image:%E0%A4%A');
  await gallery.tiles.first().waitFor();
  expect(gallery.complaints).toEqual([]);
});

test('an address that is a script is none', async () => {
  await using gallery = await stage.open();
  const { page, tiles } = gallery;
  await page.route('**/graphql', async (route) => {
    const answer = await (await route.fetch()).json();
    for (const { node } of answer.data.assets?.edges ?? [])
      node.url = 'javascript:document.title="taken over"';
    await route.fulfill({ json: answer });
  });
  await page.reload();
  await tiles.first().click();
  await page.getByRole('link', { name: 'Original' }).evaluate((link) => {
    link.removeAttribute('target');
    (link as HTMLElement).click();
  });
  expect(await page.title()).toBe('Gallery');
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

// The last one, because the account then rests for a while.
test('a limit counts down the seconds that Pictory asks for', async () => {
  await stage.control('POST /sandbox/faults', {
    match: { path: '/v1/aistudio/*', method: 'GET' },
    effect: { kind: 'rate-limit', retryAfter: 30 },
  });
  await using gallery = await stage.open();
  await gallery.page.getByText('Pictory needs a break').waitFor();
  const wait = gallery.page.getByRole('button', { name: /^Try again in \d+ s$/ });
  const seconds = async () => Number((await wait.innerText()).replaceAll(/\D/g, ''));
  const first = await seconds();
  expect(first).toBeGreaterThan(20);
  expect(await wait.isDisabled()).toBe(true);
  await expect.poll(seconds).toBeLessThan(first);
});
