import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { startProcess } from './support/process.ts';

const BENCH = fileURLToPath(new URL('../bench/run.ts', import.meta.url));

test('a quick benchmark comes to its end, with figures', { timeout: 120_000 }, async () => {
  await using bench = startProcess(process.execPath, [BENCH, 'subscriptions', '--quick']);
  await bench.untilPrinted(/\n\d+ s\n$/);
  const printed = bench.printed();
  expect(printed).toMatch(/memory each of 200, and live objects of it +\| \d+\.\d kB/);
  expect(printed).toMatch(/\d ms of 1000 +\| .*\d ms of 1000/);
  expect(printed).not.toContain('NaN');
});

test('a benchmark names the parts that it has', async () => {
  await using bench = startProcess(process.execPath, [BENCH, 'htpp']);
  await bench.untilPrinted(/--help/);
  expect(bench.printed()).toContain('There is no part htpp.');
  expect(bench.printed()).toContain('Usage: npm run bench');
});
