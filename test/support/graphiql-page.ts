import type { Browser, Page, Request } from 'playwright-core';

/** GraphiQL as a person sees it who opens the endpoint with an empty browser. Disposing forgets all it has stored. */
export interface GraphiqlPage extends AsyncDisposable {
  readonly page: Page;
  /** What the console complained of, and requests that failed. */
  readonly complaints: readonly string[];
  /** Address of every request, also those of workers. */
  readonly addresses: readonly string[];
  titles(): Promise<string[]>;
  /** Presses a tab, once. */
  openTab(title: string): Promise<void>;
  /** Presses Run and resolves with the last answer when the operation has ended. */
  run(): Promise<Answer>;
  /** Presses Run, then Stop as soon as there is an answer: the request, and what it failed with. */
  stopAfterFirstAnswer(): Promise<[Request, string | undefined]>;
  /** The text of an editor. */
  text(editor: Editor): Promise<string>;
  /** Types into an editor, over what is there. */
  type(editor: Exclude<Editor, 'response.json'>, text: string): Promise<void>;
  /** Resolves when the browser has stored this text: the editor does so with a delay. */
  untilStored(text: string): Promise<void>;
  /** Resolves when the page is usable again. */
  reload(): Promise<void>;
}

/** An answer of the gateway. */
export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { message: string }[];
}

type Editor = 'operation.graphql' | 'variables.json' | 'request-headers.json' | 'response.json';

/** The button that shows an editor. */
const TOOLS = {
  'operation.graphql': null,
  'variables.json': 'Variables',
  'request-headers.json': 'Headers',
} as const;

/** Opens the endpoint in a browser context of its own and waits until the schema is loaded. */
export async function openGraphiql(browser: Browser, endpoint: string): Promise<GraphiqlPage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  const addresses: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  context.on('request', (request) => addresses.push(request.url()));
  // Chromium calls a stream that must not be stored aborted, every third time or so, when it has ended as it should.
  const streams = new WeakSet<Request>();
  context.on('response', (response) => {
    if (response.headers()['content-type']?.startsWith('text/event-stream')) streams.add(response.request());
  });
  context.on('requestfailed', (request) => {
    if (!streams.has(request)) complaints.push(`${request.url()} ${request.failure()?.errorText}`);
  });

  const runButton = page.getByRole('button', { name: 'Execute query' });
  const untilReady = async (navigate: Promise<unknown>) => {
    const introspected = page.waitForResponse((response) => response.request().method() === 'POST');
    await navigate;
    await introspected;
    await runButton.waitFor();
  };
  await untilReady(page.goto(endpoint));

  const tab = (title: string) => page.getByRole('tab').getByRole('button', { name: title, exact: true });
  const text = (editor: Editor) => page.evaluate(readEditor, editor);

  return {
    page,
    complaints,
    addresses,
    titles: () => page.locator('.graphiql-tab-button').allTextContents(),
    async openTab(title) {
      await tab(title).click();
      await page.waitForFunction(knowsOperation, title, { timeout: 5_000 });
    },
    async run() {
      await runButton.click();
      await page.waitForFunction(hasAnswer);
      await runButton.waitFor();
      return JSON.parse(await text('response.json'));
    },
    async stopAfterFirstAnswer() {
      const failed = page.waitForEvent('requestfailed', { timeout: 10_000 });
      await runButton.click();
      await page.waitForFunction(hasAnswer);
      await page.getByRole('button', { name: 'Stop query' }).click();
      const request = await failed;
      return [request, request.failure()?.errorText];
    },
    text,
    async type(editor, input) {
      const tool = TOOLS[editor];
      if (tool) await page.getByRole('button', { name: tool, exact: true }).click();
      await page
        .locator(`${tool ? '.graphiql-editor-tool' : '.graphiql-query-editor'} .view-lines:visible`)
        .click();
      await page.keyboard.press('Control+a');
      // As a paste, because the editor closes brackets and quotes that are typed.
      await page.evaluate(paste, input);
    },
    async untilStored(stored) {
      await page.waitForFunction(hasStored, JSON.stringify(stored).slice(1, -1));
    },
    async reload() {
      await page.waitForFunction(hasStoredActiveTab);
      await untilReady(page.reload());
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** Runs in the page. */
function readEditor(name: string): string {
  const { monaco } = globalThis as unknown as EditorWindow;
  return (
    monaco.editor
      .getModels()
      .find(({ uri }) => uri.path.endsWith(name))
      ?.getValue() ?? ''
  );
}

/** Runs in the page: what a person does with Control and V. */
function paste(text: string): void {
  const { document, ClipboardEvent, DataTransfer } = globalThis as unknown as EditorWindow;
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
}

/** Runs in the page. */
function hasStored(escaped: string): boolean {
  const { localStorage } = globalThis as unknown as EditorWindow;
  return (localStorage.getItem('pictory-graphql:graphiql:tabState') ?? '').includes(escaped);
}

/** Runs in the page: whether the editor has taken in the document of a tab just opened, which it does with a delay. */
function knowsOperation(name: string): boolean {
  const { localStorage } = globalThis as unknown as EditorWindow;
  const stored = localStorage.getItem('pictory-graphql:graphiql:query') ?? '';
  return new RegExp(`^(query|mutation|subscription) ${name}\\b`, 'm').test(stored);
}

/**
 * Runs in the page: whether what the editors hold is stored as that of the active tab, which happens with a delay. A page that is
 * reloaded before finds what belongs to no tab, and opens one more for it.
 */
function hasStoredActiveTab(): boolean {
  const { localStorage } = globalThis as unknown as EditorWindow;
  const stored = (name: string) => localStorage.getItem(`pictory-graphql:graphiql:${name}`);
  const { tabs, activeTabIndex } = JSON.parse(stored('tabState') ?? '{"tabs":[]}');
  const active = tabs[activeTabIndex];
  // Nothing has been stored of a page on which nothing was done.
  if (stored('query') === null) return true;
  return ['query', 'variables', 'headers'].every((name) => (active?.[name] ?? '') === (stored(name) ?? ''));
}

/** Runs in the page: whether there is any answer since the last run was begun, which empties the editor. */
function hasAnswer(): boolean {
  const { monaco } = globalThis as unknown as EditorWindow;
  return monaco.editor
    .getModels()
    .some((model) => model.uri.path.endsWith('response.json') && model.getValue() !== '');
}

interface EditorWindow {
  document: { activeElement: { dispatchEvent(event: unknown): boolean } | null };
  ClipboardEvent: new (type: string, init: object) => unknown;
  DataTransfer: new () => { setData(type: string, text: string): void };
  localStorage: { getItem(key: string): string | null };
  monaco: { editor: { getModels(): { uri: { path: string }; getValue(): string }[] } };
}
