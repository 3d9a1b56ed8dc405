import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { startProcess } from './process.ts';

/** The example's folder. */
export const GALLERY = fileURLToPath(new URL('../../examples/gallery/', import.meta.url));

/** Runs one of the example's scripts. @returns what it printed. @throws with what it printed, when it fails. */
export async function runInGallery(script: string, ...scriptArguments: string[]): Promise<string> {
  if (!existsSync(`${GALLERY}node_modules`)) {
    throw new Error('The gallery is not installed. Run: node scripts/ensure-examples.ts gallery');
  }
  const { stdout, stderr } = await promisify(execFile)(
    'npm',
    ['run', '--silent', script, '--', ...scriptArguments],
    { cwd: GALLERY },
  );
  return stdout + stderr;
}

/** The built page, served as `npm run preview` does, on a free port. Disposing ends it and takes it away. */
export interface GalleryServer extends AsyncDisposable {
  readonly url: string;
}

/** Builds the page into a folder of its own and serves it. @param graphqlUrl of the gateway that it asks. */
export async function serveGallery(graphqlUrl: string): Promise<GalleryServer> {
  const folder = await mkdtemp(`${tmpdir()}/gallery-`);
  await runInGallery('build:page', '--outDir', folder, '--logLevel', 'warn');
  const vite = startProcess(process.execPath, [VITE, 'preview', GALLERY, '--outDir', folder, '--port', '0'], {
    environment: { GATEWAY_URL: new URL(graphqlUrl).origin, NO_COLOR: '1' },
  });
  const [, url = ''] = await vite.untilPrinted(/Local:\s+(\S+)/);
  return {
    url,
    async [Symbol.asyncDispose]() {
      await vite[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

const VITE = `${GALLERY}node_modules/vite/bin/vite.js`;

/** The gallery as a person sees it. Disposing forgets all that the browser has kept of it. */
export interface GalleryPage extends AsyncDisposable {
  readonly page: Page;
  /** What the console complained of, the content security policy included. */
  readonly complaints: readonly string[];
  readonly tiles: Locator;
  readonly prompt: Locator;
  readonly generate: Locator;
  /** The cards of jobs in one state. */
  jobs(status: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED'): Locator;
}

/** Opens the gallery in a browser context of its own. It does not wait for the wall, which may have been told to fail. */
export async function openGallery(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<GalleryPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    complaints,
    tiles: page.locator('article.tile'),
    prompt: page.getByLabel('Prompt', { exact: true }),
    generate: page.getByRole('button', { name: 'Generate' }),
    jobs: (status) => page.locator(`article.job[data-status=${status}]`),
    [Symbol.asyncDispose]: () => context.close(),
  };
}
