import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from '../test/support/browser.ts';
import { openGraphiql } from '../test/support/graphiql-page.ts';
import { startSandboxProcess } from '../test/support/sandbox-process.ts';

// Takes the pictures of the README: the sandbox as it starts, in a window of 1280 x 800.
const folder = new URL('../docs/images/', import.meta.url);
await mkdir(folder, { recursive: true });

// On the usual port, so that pictures taken anew differ only where the page does.
await using sandbox = await startSandboxProcess(4010);
await using browser = await launchBrowser();
await using graphiql = await openGraphiql(browser, sandbox.url);
await graphiql.run();
await graphiql.page.mouse.move(0, 0);
await graphiql.page.screenshot({ path: fileURLToPath(new URL('graphiql.png', folder)) });
