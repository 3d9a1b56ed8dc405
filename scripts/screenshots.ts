import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../test/support/browser.ts';
import { openGallery, serveGallery } from '../test/support/gallery.ts';
import { openGraphiql } from '../test/support/graphiql-page.ts';
import { startSandboxProcess } from '../test/support/sandbox-process.ts';

// Takes the pictures of the README: the sandbox as it starts, in windows of 1280 x 800 and, for a phone, 390 x 844.
const folder = new URL('../docs/images/', import.meta.url);
await mkdir(folder, { recursive: true });
const picture = (name: string) => ({ path: fileURLToPath(new URL(name, folder)) });

// On the usual port, so that pictures taken anew differ only where the page does.
await using sandbox = await startSandboxProcess(4010);
await using browser = await launchBrowser();
await takeGraphiql(browser);
await takeGallery(browser);

async function takeGraphiql(browser: Browser): Promise<void> {
  await using graphiql = await openGraphiql(browser, sandbox.url);
  await graphiql.run();
  await graphiql.page.mouse.move(0, 0);
  await graphiql.page.screenshot(picture('graphiql.png'));
}

/** On the wide one, an image has just been made and a video is being made. */
async function takeGallery(browser: Browser): Promise<void> {
  await using server = await serveGallery(sandbox.url);
  {
    await using phone = await openGallery(browser, server.url, { viewport: { width: 390, height: 844 } });
    await phone.tiles.first().waitFor();
    await phone.page.waitForLoadState('networkidle');
    await phone.page.screenshot(picture('gallery-phone.png'));
  }
  await using wide = await openGallery(browser, server.url, { reducedMotion: 'reduce' });
  const { page, prompt, generate, jobs } = wide;
  await prompt.fill('A lighthouse above the clouds at dawn');
  await page.getByText('16:9').click();
  await generate.click();
  await jobs('COMPLETED').waitFor();
  await page.getByText('Video', { exact: true }).first().click();
  await page.getByLabel('Model', { exact: true }).selectOption('veo3.1');
  await page.getByText('80 credits').waitFor();
  await prompt.fill('The camera circles a tall ship at anchor while lanterns float upwards from its deck');
  await generate.click();
  await jobs('IN_PROGRESS').getByText('0:03').waitFor();
  await page.mouse.move(0, 0);
  await page.waitForLoadState('networkidle');
  await page.screenshot(picture('gallery.png'));
}
