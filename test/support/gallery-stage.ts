import type { BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { type GalleryPage, openGallery, serveGallery } from './gallery.ts';
import { startSandboxProcess } from './sandbox-process.ts';

/** A browser, and the gallery on a sandbox of its own whose jobs take half a second. Disposing ends all of it. */
export interface GalleryStage extends AsyncDisposable {
  /** Opens the gallery. @param path after its address, such as `#Image:…`. */
  open(options?: BrowserContextOptions, path?: string): Promise<GalleryPage>;
  /** Asks a control route of the simulated Pictory, such as `DELETE /sandbox/faults`. @throws when it refuses. */
  control(line: string, body?: unknown): Promise<unknown>;
  /** Bodies of the generations that have reached Pictory since `forgetCalls`, oldest first. */
  purchases(): Promise<Record<string, unknown>[]>;
  /** Pictory takes the next order of an image, and its answer is lost on the way. */
  loseNextAnswer(): Promise<unknown>;
  forgetCalls(): Promise<unknown>;
  /** The whole timeline, as the gateway has it. */
  listAssets(): Promise<ListedAsset[]>;
}

/** An image or video as the gateway lists it. */
export interface ListedAsset {
  id: string;
  url: string;
  /** Videos only. */
  previewImageUrl?: string;
  prompt: string;
}

/** Builds the gallery, starts everything, and resolves when it can be opened. */
export async function startGalleryStage(): Promise<GalleryStage> {
  const sandbox = await startSandboxProcess(0, {
    FILTER_MAX_PAGES: '2',
    PAGE_CACHE_TTL_MS: '0',
    JOB_POLL_INTERVAL_MS: '100',
    JOB_POLL_MAX_INTERVAL_MS: '200',
  });
  const [server, browser] = await Promise.all([serveGallery(sandbox.url), launchBrowser()]);

  async function control(line: string, body?: unknown): Promise<unknown> {
    const [method = '', path] = line.split(' ');
    const response = await fetch(new URL(path ?? '', sandbox.controlsUrl), {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: JSON_BODY }),
    });
    if (!response.ok) throw new Error(`${line} answered ${response.status}: ${await response.text()}`);
    return response.json();
  }
  await control('POST /sandbox/settings', { jobTimesMs: 500 });

  return {
    open: (options = {}, path = '') => openGallery(browser, server.url + path, options),
    control,
    async purchases() {
      const calls = (await control('GET /sandbox/calls')) as {
        method: string;
        body: Record<string, unknown>;
      }[];
      return calls.filter(({ method }) => method === 'POST').map(({ body }) => body);
    },
    loseNextAnswer: () =>
      control('POST /sandbox/faults', {
        match: { path: '/v1/aistudio/images', method: 'POST' },
        times: 1,
        effect: { kind: 'reset', when: 'after' },
      }),
    forgetCalls: () => control('DELETE /sandbox/calls'),
    async listAssets() {
      const query = '{ assets(first: 1000) { nodes { id url prompt ... on Video { previewImageUrl } } } }';
      const response = await fetch(sandbox.url, {
        method: 'POST',
        headers: JSON_BODY,
        body: JSON.stringify({ query }),
      });
      return (await response.json()).data.assets.nodes;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

const JSON_BODY = { 'content-type': 'application/json' };
