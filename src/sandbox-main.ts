import { createHash } from 'node:crypto';
import {
  createPixverseSandbox,
  type PixverseSandbox,
  SAMPLE_USEAPI_TOKEN,
} from './sandbox/pixverse-sandbox.ts';
import { createSandbox, SAMPLE_API_KEY, type Sandbox } from './sandbox/sandbox.ts';
import { runCommand } from './server/command.ts';

const HELP = `Usage: npm run sandbox [-- --help]

Starts the gateway on a simulated Pictory and a simulated PixVerse: no key, no credits, no internet.

  PORT                   of the gateway, default 4000
  SANDBOX_PORT           of the simulated Pictory, default 4010
  PIXVERSE_SANDBOX_PORT  of the simulated PixVerse, default any free one

Every other variable of .env.example works too, except those that name Pictory and useapi.net and their keys, and
WEB_CONCURRENCY.
`;

/** Shown for PixVerse, which anonymous callers are not served. */
const SAMPLE_GATEWAY_TOKEN = 'sandbox-sample-token';

/** What makes a gateway that one can try at once. The environment may say otherwise. */
const TRY_IT_OUT = {
  ALLOW_ANONYMOUS: 'true',
  ANONYMOUS_SCOPES: 'read,generate,clean',
  GATEWAY_TOKENS: `sample:read+generate+clean:${createHash('sha256').update(SAMPLE_GATEWAY_TOKEN).digest('hex')}`,
  ALLOW_PRIVATE_URLS: 'true',
  GRAPHIQL: 'true',
  INTROSPECTION: 'true',
  JOB_POLL_INTERVAL_MS: '500',
  JOB_POLL_MAX_INTERVAL_MS: '2000',
  LOG_LEVEL: 'error',
};

if (process.argv.slice(2).some((argument) => argument === '--help' || argument === '-h')) {
  process.stdout.write(HELP);
} else {
  const pictory = await start('SANDBOX_PORT', '4010', (port) => createSandbox({ port }));
  const pixverse = await start('PIXVERSE_SANDBOX_PORT', '0', (port) => createPixverseSandbox({ port }));
  const url = await runCommand(process.argv.slice(2), {
    ...TRY_IT_OUT,
    ...process.env,
    PICTORY_BASE_URL: pictory.url,
    PICTORY_API_KEY: SAMPLE_API_KEY,
    USEAPI_BASE_URL: pixverse.url,
    USEAPI_TOKEN: SAMPLE_USEAPI_TOKEN,
    // Each process would simulate a Pictory of its own.
    WEB_CONCURRENCY: '1',
  });
  process.stdout.write(greeting(url, pictory, pixverse));
}

/** Starts one of the simulated services on the port that a variable names. */
async function start<Service>(
  variable: string,
  byDefault: string,
  create: (port: number) => Promise<Service>,
): Promise<Service> {
  const port = process.env[variable] || byDefault;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return leave(`${variable}: expected a port, 0 to 65535.`);
  try {
    return await create(Number(port));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return leave(`Port ${port} is in use. Set ${variable} to another one.`);
  }
}

function leave(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

function greeting(url: string, pictory: Sandbox, pixverse: PixverseSandbox): string {
  return `
  pictory-graphql on a simulated Pictory and a simulated PixVerse

  GraphQL and GraphiQL  ${url}
  Simulated Pictory     ${pictory.origin}/sandbox  (faults, calls, controls)
  Simulated PixVerse    ${pixverse.origin}/sandbox  (the same)
  Sample key            ${SAMPLE_API_KEY}  (not needed: anonymous callers are served here)
  Sample gateway token  ${SAMPLE_GATEWAY_TOKEN}  (for PixVerse: "authorization: Bearer ${SAMPLE_GATEWAY_TOKEN}")

  Try it
    open ${url} in a browser: a tab for every flow, or

    curl -s ${url} -H 'content-type: application/json' \\
      -d '{"query":"{ images(first: 3) { nodes { id model prompt url } pageInfo { endCursor } } }"}'

  Ctrl+C ends it.
`;
}
