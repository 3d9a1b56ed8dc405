import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GalleryPage } from '../support/gallery.ts';
import { type GalleryStage, startGalleryStage } from '../support/gallery-stage.ts';

let stage: GalleryStage;
beforeAll(async () => {
  stage = await startGalleryStage();
}, 120_000);
afterAll(() => stage?.[Symbol.asyncDispose]());

/** Opens the first tile that answers a prompt. */
async function view({ page }: GalleryPage, prompt: string) {
  await page.getByRole('article', { name: prompt, exact: true }).first().getByRole('button').click();
  return page.getByRole('dialog');
}

describe('generating', () => {
  test('shows the price first, follows the job live, and puts the image on top of the wall', async () => {
    await using gallery = await stage.open();
    const { page, tiles, prompt, generate, jobs, complaints } = gallery;
    await tiles.first().waitFor();
    await page.getByText('2 credits', { exact: true }).waitFor();
    const left = async () => Number((await page.locator('.credits strong').innerText()).replaceAll(',', ''));
    const before = await left();
    await stage.forgetCalls();
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));

    await prompt.fill('A paper crane on a windowsill');
    await generate.click();
    await jobs('IN_PROGRESS').waitFor();
    await jobs('COMPLETED').waitFor();
    await expect.poll(() => tiles.first().getAttribute('aria-label')).toBe('A paper crane on a windowsill');
    await expect.poll(() => page.getByRole('status').innerText()).toBe('Done: A paper crane on a windowsill');
    expect(
      await tiles
        .first()
        .locator('img')
        .evaluate((image: HTMLImageElement) => image.decode()),
    ).toBeUndefined();
    expect(before - (await left())).toBe(2);
    expect(await stage.purchases()).toHaveLength(1);
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('is possible with the keyboard alone', async () => {
    await using gallery = await stage.open();
    const { page, prompt, generate, jobs } = gallery;
    await gallery.tiles.first().waitFor();
    await generate.waitFor();
    const isFocused = (of: typeof prompt) => of.evaluate((element) => element === document.activeElement);
    const tabTo = async (target: typeof prompt) => {
      for (let presses = 0; presses < 20 && !(await isFocused(target)); presses++)
        await page.keyboard.press('Tab');
      expect(await isFocused(target)).toBe(true);
    };
    await tabTo(page.getByRole('radio', { name: 'Image', exact: true }));
    await page.keyboard.press('ArrowRight');
    await page.getByText('8 credits', { exact: true }).waitFor();
    await tabTo(prompt);
    await page.keyboard.type('A drone shot over a frozen lake');
    await tabTo(page.getByRole('radio', { name: '5s' }));
    await page.keyboard.press('ArrowRight');
    await page.getByText('12.8 credits', { exact: true }).waitFor();
    await tabTo(generate);
    await page.keyboard.press('Enter');
    await jobs('COMPLETED').waitFor();

    await tabTo(page.getByRole('button', { name: 'Open', exact: true }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('A drone shot over a frozen lake').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => isFocused(page.getByRole('button', { name: 'Open', exact: true }))).toBe(true);
  });

  test('says at the field what is wrong with it, and buys nothing', async () => {
    await using gallery = await stage.open();
    const { page, prompt, generate } = gallery;
    await stage.forgetCalls();
    await prompt.fill('abc');
    await generate.click();
    await page.getByText('Write 5 to 5000 characters; this one has 3.').waitFor();
    expect(await prompt.getAttribute('aria-invalid')).toBe('true');
    expect(await prompt.evaluate((element) => element === document.activeElement)).toBe(true);
    const described = await prompt.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described}"]`).innerText()).toContain('5 to 5000');
    expect(await stage.purchases()).toEqual([]);
  });

  test('tells a failed job in words, and puts it back into the form', async () => {
    await using gallery = await stage.open();
    const { page, prompt, generate, jobs } = gallery;
    await prompt.fill('A picture that cannot be [fail]');
    await generate.click();
    const card = jobs('FAILED');
    await card.waitFor();
    expect(await card.locator('.job-state').innerText()).toMatch(/\w+ \w+/);
    await prompt.fill('');
    await page.getByRole('button', { name: 'Edit and retry' }).click();
    expect(await prompt.inputValue()).toBe('A picture that cannot be [fail]');
  });
});

describe('building on what is there', () => {
  test('remix takes prompt and engine, and the image as a reference', async () => {
    await stage.control('POST /sandbox/images', {
      prompt: 'A fox in the snow',
      model: 'nanobanana',
      aspectRatio: '16:9',
    });
    await using gallery = await stage.open();
    const { page, prompt, generate, jobs } = gallery;
    const dialog = await view(gallery, 'A fox in the snow');
    const url = await dialog.locator('img').getAttribute('src');
    await dialog.getByRole('button', { name: 'Remix' }).click();
    expect(await prompt.inputValue()).toBe('A fox in the snow');
    await expect.poll(() => prompt.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByText('4 credits', { exact: true }).waitFor();

    await stage.forgetCalls();
    await generate.click();
    await jobs('COMPLETED').waitFor();
    expect(await stage.purchases()).toEqual([
      { prompt: 'A fox in the snow', model: 'nanobanana', aspectRatio: '16:9', referenceImageUrl: url },
    ]);
  });

  test('an engine that is no longer offered is refused with those that are, each at a press', async () => {
    await stage.control('POST /sandbox/images', {
      prompt: 'A picture of the old days',
      model: 'seedream1.0',
    });
    await using gallery = await stage.open();
    const { page, generate, jobs } = gallery;
    const dialog = await view(gallery, 'A picture of the old days');
    await dialog.getByRole('button', { name: 'Remix' }).click();
    await generate.click();
    await page
      .getByRole('list', { name: 'Accepted values' })
      .getByRole('button', { name: 'flux-schnell' })
      .click();
    await page.getByText('0.6 credits', { exact: true }).waitFor();
    await generate.click();
    await jobs('COMPLETED').waitFor();
  });

  test('continue starts a video with the last frame of another', async () => {
    await stage.control('POST /sandbox/videos', {
      prompt: 'A train leaving',
      model: 'veo3.1_fast',
      duration: '4s',
    });
    await using gallery = await stage.open();
    const { page, prompt, generate, jobs } = gallery;
    const listed = (await stage.listAssets()).find((asset) => asset.prompt === 'A train leaving');
    const dialog = await view(gallery, 'A train leaving');
    await dialog.locator('video').evaluate((video: HTMLVideoElement) => video.play());
    expect(page.url()).toContain(`#${listed?.id}`);
    await dialog.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Goes on from the end of this video').waitFor();
    await prompt.fill('It vanishes in the fog');
    await stage.forgetCalls();
    await generate.click();
    await jobs('COMPLETED').waitFor();
    const [body] = await stage.purchases();
    expect(body).toMatchObject({ prompt: 'It vanishes in the fog', model: 'veo3.1_fast', duration: '4s' });
    expect(body?.firstFrameImageUrl).toBe(listed?.url.replace('.mp4', '_last_frame.png'));
  });

  test('an asset has an address of its own', async () => {
    const [, , listed] = await stage.listAssets();
    await using gallery = await stage.open({}, `#${listed?.id}`);
    await gallery.page
      .getByRole('dialog')
      .getByText(listed?.prompt ?? '')
      .waitFor();
    await gallery.page.getByRole('button', { name: 'Close', exact: true }).click();
    expect(new URL(gallery.page.url()).hash).toBe('');
  });
});
