import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type Answer, type GraphiqlPage, openGraphiql } from '../support/graphiql-page.ts';
import { type MeteredPort, openMeteredPort } from '../support/metered-port.ts';
import { type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.ts';

const SAMPLE_KEY = 'pictai_sandbox_sample_key';

let browser: Browser;
let sandbox: SandboxProcess;
let endpoint: string;

beforeAll(async () => {
  browser = await launchBrowser();
  sandbox = await startSandboxProcess();
  endpoint = sandbox.url;
});
afterAll(async () => {
  await browser?.close();
  await sandbox?.[Symbol.asyncDispose]();
});

/** All that a page loads, once it has asked for the last of it: the editor's workers. */
async function filesOf({ addresses }: GraphiqlPage): Promise<string[]> {
  const files = () => [...new Set(addresses.filter((address) => address.includes('/graphiql/')))];
  const workers = () => files().filter((address) => address.endsWith('.worker.js'));
  await expect.poll(workers, { timeout: 10_000 }).toHaveLength(3);
  return files();
}

/** Bytes of a file as a browser gets it, without headers. */
async function sizeOf(file: string): Promise<number> {
  const { headers } = await fetch(file, { method: 'HEAD', headers: { 'accept-encoding': 'br, gzip' } });
  return Number(headers.get('content-length'));
}

/** Resolves when all files have come through the port, with what each weighs and how often it was asked for. */
async function untilArrived(graphiql: GraphiqlPage, port: MeteredPort) {
  const sizes = await Promise.all(
    (await filesOf(graphiql)).map(async (file) => {
      const asked = graphiql.addresses.filter((address) => address === file).length;
      return { name: file.replace(/.*\//, ''), size: await sizeOf(file), asked };
    }),
  );
  // Headers, the page and the schema come on top of the files.
  const allBytes = sizes.reduce((sum, { size }) => sum + size, 0);
  await expect.poll(port.receivedBytes, { timeout: 10_000 }).toBeGreaterThan(allBytes);
  return sizes;
}

describe('the page', { timeout: 60_000 }, () => {
  test('loads without a complaint and asks no other host', async () => {
    await using graphiql = await openGraphiql(browser, endpoint);
    expect((await filesOf(graphiql)).length).toBeGreaterThan(10);
    expect(await graphiql.page.title()).toBe('pictory-graphql');
    expect(graphiql.complaints).toEqual([]);
    const { host } = new URL(endpoint);
    expect(graphiql.addresses.filter((address) => new URL(address).host !== host)).toEqual([]);
  });

  test('is at most 1 MB on the wire beside the editor itself', async () => {
    await using port = await openMeteredPort(Number(new URL(endpoint).port));
    await using graphiql = await openGraphiql(browser, `http://127.0.0.1:${port.port}/graphql`);
    const sizes = await untilArrived(graphiql, port);
    const allBytes = sizes.reduce((sum, { size }) => sum + size, 0);
    // On a busy machine two workers ask for the same file before either has it.
    const repeatedBytes = sizes.reduce((sum, { size, asked }) => sum + size * (asked - 1), 0);
    const editorBytes = sizes.find(({ name }) => name === 'graphiql.js')?.size ?? 0;
    expect(editorBytes).toBeLessThan(1_400_000);
    expect(allBytes - editorBytes).toBeLessThan(900_000);
    expect(port.receivedBytes() - editorBytes - repeatedBytes).toBeLessThan(1_000_000);
  });

  test('is not loaded again by who has it', async () => {
    await using port = await openMeteredPort(Number(new URL(endpoint).port));
    await using graphiql = await openGraphiql(browser, `http://127.0.0.1:${port.port}/graphql`);
    await untilArrived(graphiql, port);
    const firstBytes = port.receivedBytes();
    await graphiql.reload();
    // The page itself and the schema are.
    expect(port.receivedBytes() - firstBytes).toBeLessThan(200_000);
  });

  test('shows the answer below the question on a phone', async () => {
    await using graphiql = await openGraphiql(browser, endpoint);
    await graphiql.page.setViewportSize({ width: 390, height: 800 });
    const boxOf = (part: string) => graphiql.page.locator(part).boundingBox();
    const [question, answer] = [await boxOf('.graphiql-editors'), await boxOf('.graphiql-response')];
    expect(answer?.y).toBeGreaterThanOrEqual((question?.y ?? 0) + (question?.height ?? 0) - 1);
    expect(answer?.width).toBeGreaterThan(250);
  });

  test('has tabs that open at the first press', async () => {
    await using graphiql = await openGraphiql(browser, endpoint);
    const titles = await graphiql.titles();
    for (const title of titles) await graphiql.openTab(title);
    for (const title of titles.toReversed()) await graphiql.openTab(title);
  });

  test('keeps edits over a reload, opens no more tabs, and writes nothing into its address', async () => {
    await using graphiql = await openGraphiql(browser, endpoint);
    const titles = await graphiql.titles();
    await graphiql.openTab('GenerateImage');
    await graphiql.type('variables.json', '{ "input": { "prompt": "A quiet harbour" } }');
    await graphiql.untilStored('A quiet harbour');
    await graphiql.reload();
    expect(await graphiql.text('variables.json')).toBe('{ "input": { "prompt": "A quiet harbour" } }');
    expect(await graphiql.titles()).toEqual(titles);
    expect(graphiql.page.url()).toBe(endpoint);
  });

  test('keeps no key: not over a reload, in no storage, in no address', async () => {
    await using graphiql = await openGraphiql(browser, endpoint);
    await graphiql.openTab('Images');
    await graphiql.type('request-headers.json', JSON.stringify({ Authorization: SAMPLE_KEY }));
    const sent = graphiql.page.waitForRequest((request) => request.method() === 'POST');
    expect((await graphiql.run()).errors).toBeUndefined();
    expect((await sent).headers().authorization).toBe(SAMPLE_KEY);

    await graphiql.openTab('Models');
    expect(await graphiql.text('request-headers.json')).toContain(SAMPLE_KEY);
    await graphiql.type('operation.graphql', 'query Models { imageModels { name } }');
    await graphiql.untilStored('query Models { imageModels { name } }');

    expect(JSON.stringify(await graphiql.page.context().storageState({ indexedDB: true }))).not.toContain(
      SAMPLE_KEY,
    );
    expect(
      await graphiql.page.evaluate(
        'JSON.stringify([{ ...sessionStorage }, { ...localStorage }, document.cookie])',
      ),
    ).not.toContain(SAMPLE_KEY);
    expect(graphiql.addresses.join()).not.toContain(SAMPLE_KEY);
    await graphiql.reload();
    expect(await graphiql.text('request-headers.json')).toMatch(/^\/\/ The sandbox needs none/);
  });
});

function jobIdOf({ data }: Answer): unknown {
  const [payload] = Object.values(data ?? {});
  return payload && typeof payload === 'object' && 'jobId' in payload ? payload.jobId : null;
}

describe('in the sandbox', { timeout: 60_000 }, () => {
  test('every tab runs, with the ids of what was seen and made before', { timeout: 90_000 }, async () => {
    await using graphiql = await openGraphiql(browser, endpoint);
    const failed: unknown[] = [];
    for (const title of await graphiql.titles()) {
      await graphiql.openTab(title);
      const answer = await graphiql.run();
      if (answer.errors || Object.values(answer.data ?? { none: null }).includes(null))
        failed.push([title, answer]);
    }
    expect(failed).toEqual([]);
    expect(graphiql.complaints).toEqual([]);
  });

  test('a job that was just started is watched with one press, until it is completed', async () => {
    await using graphiql = await openGraphiql(browser, endpoint);
    await graphiql.openTab('GenerateImage');
    const started = await graphiql.run();
    const jobId = jobIdOf(started);
    expect(jobId).toMatch(/^Job:/);

    await graphiql.openTab('JobUpdated');
    expect(JSON.parse(await graphiql.text('variables.json'))).toEqual({ id: jobId });
    const watched = await graphiql.run();
    expect(watched.data?.jobUpdated).toMatchObject({
      id: jobId,
      status: 'COMPLETED',
      output: { url: expect.stringMatching(/^http.*\.png$/), width: 1280, height: 720 },
      aiCreditsUsed: 2,
    });
  });

  test('a subscription works with the key of the headers editor, and its stop button ends it', async () => {
    await using graphiql = await openGraphiql(browser, endpoint);
    await graphiql.openTab('GenerateVideo');
    await graphiql.type('request-headers.json', JSON.stringify({ Authorization: SAMPLE_KEY }));
    const started = await graphiql.run();
    await graphiql.openTab('JobUpdated');

    const [request, ended] = await graphiql.stopAfterFirstAnswer();
    expect(request.headers().authorization).toBe(SAMPLE_KEY);
    expect(ended).toBe('net::ERR_ABORTED');
    expect(JSON.parse(await graphiql.text('response.json')).data.jobUpdated).toMatchObject({
      id: jobIdOf(started),
      status: 'IN_PROGRESS',
    });
  });

  test('a tab that came with headers has them anew after a reload, keeps them to itself, and leaves a person theirs', async () => {
    await using graphiql = await openGraphiql(browser, endpoint);
    await graphiql.openTab('PixverseImages');
    expect((await graphiql.run()).data?.pixverse).toMatchObject({ images: { totalCount: 173 } });
    await graphiql.openTab('Images');
    expect(await graphiql.text('request-headers.json')).toMatch(/^\/\/ The sandbox needs none/);

    await graphiql.reload();
    await graphiql.openTab('PixverseImages');
    const listed = (await graphiql.run()).data as { pixverse: { images: { nodes: { id: string }[] } } };
    const id = listed.pixverse.images.nodes[0]?.id;
    await graphiql.openTab('PixverseImageUpdated');
    expect(JSON.parse(await graphiql.text('variables.json'))).toEqual({ id });
    expect((await graphiql.run()).data?.pixverseImageUpdated).toMatchObject({ id, isFinal: true });

    await graphiql.type('request-headers.json', JSON.stringify({ Authorization: SAMPLE_KEY }));
    await graphiql.openTab('Images');
    expect(await graphiql.text('request-headers.json')).toContain(SAMPLE_KEY);
  });
});
