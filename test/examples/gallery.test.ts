import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GALLERY, type GalleryPage, runInGallery } from '../support/gallery.ts';
import { type GalleryStage, startGalleryStage } from '../support/gallery-stage.ts';

let stage: GalleryStage;
beforeAll(async () => {
  stage = await startGalleryStage();
}, 120_000);
afterAll(() => stage?.[Symbol.asyncDispose]());

/** The address of each picture on the wall, in the order of the document. */
const picturesOf = ({ page }: GalleryPage) =>
  page.$$eval('article.tile img', (images) => images.map((image) => image.getAttribute('src')));

describe('the example', () => {
  test('has Relay artifacts that fit the schema and are current (`npm run codegen` makes them so), fits its types, and builds', async () => {
    // First, because the build brings the artifacts up to date.
    expect(await runInGallery('relay:check')).toContain('Compilation completed');
    expect(await runInGallery('build')).toMatch(/built in/);
  });

  test('has exact versions, and none of them is in the root', async () => {
    const { dependencies, devDependencies } = JSON.parse(await readFile(`${GALLERY}package.json`, 'utf8'));
    for (const version of Object.values({ ...dependencies, ...devDependencies }))
      expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    const root = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
    const inRoot = Object.keys({ ...root.dependencies, ...root.devDependencies });
    expect(inRoot.filter((name) => /relay|^react|^vite$|axe/.test(name))).toEqual([]);
  });
});

describe('the wall', () => {
  test('shows 300 items and more on the way down, each once, in the order of the timeline', async () => {
    await using gallery = await stage.open();
    const { page, tiles, complaints } = gallery;
    await tiles.first().waitFor();
    while ((await tiles.count()) < 300) {
      const before = await tiles.count();
      await page.keyboard.press('End');
      await expect.poll(() => tiles.count(), { timeout: 10_000 }).toBeGreaterThan(before);
    }
    const shown = await picturesOf(gallery);
    const expected = (await stage.listAssets()).map(({ url, previewImageUrl }) => previewImageUrl ?? url);
    expect(shown).toEqual(expected.slice(0, shown.length));
    expect(new Set(shown).size).toBe(shown.length);
    expect(complaints).toEqual([]);
  });

  test('keeps the place of each item before its picture has come', async () => {
    await using gallery = await stage.open();
    await gallery.page.route('**/files/**', (route) => route.abort());
    await gallery.page.reload();
    await gallery.tiles.first().waitFor();
    const boxes = await gallery.tiles.evaluateAll((tiles) =>
      tiles.slice(0, 12).map((tile) => {
        const { width, height } = tile.getBoundingClientRect();
        return width / height / Number(getComputedStyle(tile).getPropertyValue('--ratio'));
      }),
    );
    expect(boxes).toHaveLength(12);
    for (const deviation of boxes) expect(deviation).toBeCloseTo(1, 1);
  });

  test('filters by kind, engine and prompt', async () => {
    await using gallery = await stage.open();
    const { page, tiles } = gallery;
    await tiles.first().waitFor();
    await page.getByRole('search').getByText('Videos').click();
    await expect
      .poll(async () => (await picturesOf(gallery)).every((url) => /preview/.test(`${url}`)))
      .toBe(true);

    await page.getByLabel('Made with').selectOption('veo3.1_fast');
    await page.getByLabel('Prompt contains').fill('LANTERNS');
    const words = () => tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute('aria-label') ?? ''));
    await expect.poll(async () => (await words()).every((prompt) => /lanterns/i.test(prompt))).toBe(true);
    await page.getByText('That is everything.').waitFor();
    expect((await words()).length).toBeGreaterThan(0);

    await page.getByLabel('Prompt contains').fill('nothing has such a prompt');
    await page.getByText('Nothing fits what you are looking for.').waitFor();
  });

  test('goes on searching by itself where pages bring nothing, and asks after ten of them', async () => {
    await stage.control('POST /sandbox/settings', { pageSize: 20 });
    await stage.control('POST /sandbox/images', {
      prompt: 'A needle in a haystack',
      createdDate: '2020-01-01T00:00:00.000Z',
    });
    await using gallery = await stage.open();
    await gallery.tiles.first().waitFor();
    const rare = (await stage.listAssets()).at(-1);
    await gallery.page.getByLabel('Prompt contains').fill(rare?.prompt ?? '');
    const end = gallery.page.getByText('That is everything.');
    const further = gallery.page.getByRole('button', { name: 'Search further' });
    let asked = 0;
    for (; ; asked++) {
      await end.or(further).waitFor();
      if (await end.isVisible()) break;
      await further.click();
    }
    expect(asked).toBeGreaterThan(0);
    expect(await picturesOf(gallery)).toContain(rare?.previewImageUrl ?? rare?.url);
    await stage.control('POST /sandbox/settings', { pageSize: 100 });
  });
});

describe('the large view', () => {
  test('goes on to its neighbours with the arrow keys', async () => {
    await using gallery = await stage.open();
    const { page, tiles } = gallery;
    await tiles.first().waitFor();
    const [first, second, third] = await stage.listAssets();
    await tiles.first().getByRole('button').click();
    const open = () => decodeURIComponent(new URL(page.url()).hash.slice(1));
    expect(open()).toBe(first?.id);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.poll(open).toBe(third?.id);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(open).toBe(second?.id);
    await page.goBack();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  test('asks by node id for a file that did not load', async () => {
    await using gallery = await stage.open();
    const { page, tiles } = gallery;
    await tiles.first().waitFor();
    const [listed] = await stage.listAssets();
    await page.route(`${listed?.url}`, (route) => route.abort());
    await page.evaluate((id) => Object.assign(location, { hash: id }), listed?.id);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The file did not load.').waitFor();
    await page.unroute(`${listed?.url}`);
    const asked = page.waitForRequest((request) =>
      `${request.postData()}`.includes('ViewerAssetRefetchQuery'),
    );
    await dialog.getByRole('button', { name: 'Try again' }).click();
    expect((await asked).postDataJSON().variables).toEqual({ id: listed?.id });
    await dialog.locator('img, video').waitFor();
  });
});

describe('for everybody', () => {
  test('Page Down and Page Up move by item in the feed', async () => {
    await using gallery = await stage.open();
    const { page, tiles } = gallery;
    const focused = () => page.evaluate(() => document.activeElement?.closest('article')?.ariaPosInSet);
    await tiles.first().getByRole('button').focus();
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    expect(await focused()).toBe('3');
    await page.keyboard.press('PageUp');
    expect(await focused()).toBe('2');
  });

  test.each([320, 390])('a phone of %d px shows all of it, and a finger hits it', async (width) => {
    await using gallery = await stage.open({
      viewport: { width, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const { page, tiles, prompt, generate, jobs } = gallery;
    await tiles.first().waitFor();
    const widths = () => page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(await widths()).toEqual([width, width]);
    const small = await page.$$eval(
      'button, select, input:not([type=radio], [type=hidden]), textarea, label.chip, label.segment, a',
      (all) =>
        all
          .map((element) => ({ box: element.getBoundingClientRect(), words: element.textContent }))
          .filter(({ box }) => box.width < 44 || box.height < 44),
    );
    expect(small).toEqual([]);
    await tiles.nth(1).getByRole('button').tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Remix' }).waitFor();
    expect(await widths()).toEqual([width, width]);
    await page.keyboard.press('Escape');
    await prompt.fill('A kite above the dunes');
    await generate.tap();
    await jobs('COMPLETED').getByRole('button', { name: 'Open' }).waitFor();
    await prompt.fill('A [fail] kite');
    await generate.tap();
    await jobs('FAILED').waitFor();
    expect(await widths()).toEqual([width, width]);
  });

  test.each([1280, 390])('axe finds nothing serious, in light and in dark, %d px wide', async (width) => {
    // Without motion, a change of colours is there at once.
    await using gallery = await stage.open({
      viewport: { width, height: 844 },
      reducedMotion: 'reduce',
      bypassCSP: true,
    });
    const { page, tiles, prompt, generate } = gallery;
    await page.addScriptTag({ path: `${GALLERY}node_modules/axe-core/axe.min.js` });
    const expectNoViolations = async () => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect([colorScheme, await page.evaluate(findSerious)]).toEqual([colorScheme, []]);
      }
    };

    await tiles.first().waitFor();
    await prompt.fill('A harbour in the morning [fail]');
    await generate.click();
    await gallery.jobs('FAILED').waitFor();
    await prompt.fill('abc');
    await generate.click();
    await page.getByText('Something needs mending').waitFor();
    await expectNoViolations();
    await tiles.first().getByRole('button').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remix' }).waitFor();
    await expectNoViolations();
  });
});

/** Runs in the page. */
async function findSerious(): Promise<string[]> {
  const { axe } = globalThis as unknown as {
    axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
  };
  const { violations } = await axe.run();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
