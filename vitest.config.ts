import { defineConfig } from 'vitest/config';

const OWED = [
  'test/gateway/{audits,tenants,faults}.test.ts',
  'test/server/{callers,cross-site,drain,errors,event-streams,expiry,http,limits,websocket}.test.ts',
];

const project = (name: string, include: string[]) => ({
  extends: true as const,
  test: { name, include, env: { TEST_WAY: name } },
});

export default defineConfig({
  // Vite would take graphql's ES modules for our files, while libraries load its CommonJS ones, as Node does for both.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/support/count-reporter.ts'],
    // Each file has its own process: servers, browsers and handlers of one cannot reach another's.
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      project('usual', ['test/**/*.test.ts']),
      // What is owed to clients whichever way a query is answered: see test/support/way.ts.
      project('compiled', OWED),
      project('kept', OWED),
    ],
    // A browser on a busy machine takes its time.
    expect: { poll: { timeout: 10_000 } },
    allowOnly: false,
    passWithNoTests: false,
  },
});
