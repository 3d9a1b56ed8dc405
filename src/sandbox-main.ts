import { createSandbox, SAMPLE_API_KEY, type Sandbox } from './sandbox/sandbox.ts';
import { runCommand } from './server/command.ts';

const HELP = `Usage: npm run sandbox [-- --help]

Starts the gateway on a simulated Pictory: no key, no credits, no internet.

  PORT          of the gateway, default 4000
  SANDBOX_PORT  of the simulated Pictory, default 4010

Every other variable of .env.example works too, except those that name Pictory and its key.
`;

/** What makes a gateway that one can try at once. The environment may say otherwise. */
const TRY_IT_OUT = {
  ALLOW_ANONYMOUS: 'true',
  ANONYMOUS_SCOPES: 'read,generate,clean',
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
  const pictory = await startPictory(process.env.SANDBOX_PORT ?? '4010');
  const url = await runCommand(process.argv.slice(2), {
    ...TRY_IT_OUT,
    ...process.env,
    PICTORY_BASE_URL: pictory.url,
    PICTORY_API_KEY: SAMPLE_API_KEY,
  });
  process.stdout.write(greeting(url, pictory));
}

async function startPictory(port: string): Promise<Sandbox> {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    return leave('SANDBOX_PORT: expected a port, 0 to 65535.');
  try {
    return await createSandbox({ port: Number(port) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return leave(`Port ${port} is in use. Set SANDBOX_PORT to another one.`);
  }
}

function leave(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

function greeting(url: string, pictory: Sandbox): string {
  return `
  pictory-graphql on a simulated Pictory

  GraphQL and GraphiQL  ${url}
  Simulated Pictory     ${pictory.origin}/sandbox  (faults, calls, controls)
  Sample key            ${SAMPLE_API_KEY}  (not needed: anonymous callers are served here)

  Try it
    open ${url} in a browser: a tab for every flow, or

    curl -s ${url} -H 'content-type: application/json' \\
      -d '{"query":"{ images(first: 3) { nodes { id model prompt url } pageInfo { endCursor } } }"}'

  Ctrl+C ends it.
`;
}
