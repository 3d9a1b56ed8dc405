import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { ERROR_CODES } from '../src/domain/errors.ts';

async function page(name: string): Promise<string> {
  return readFile(new URL(`../${name}`, import.meta.url), 'utf8');
}

test('docs/errors.md has every error code, as it is, and no other', async () => {
  const [, table = ''] = (await page('docs/errors.md')).split(/^## /m);
  const documented = [...table.matchAll(/^\| `(\w+)` \| (yes|no) \| (.+) \|$/gm)].map(
    ([, code, retryable, meaning]) => [code, { retryable: retryable === 'yes', meaning }],
  );
  expect(Object.fromEntries(documented)).toEqual(ERROR_CODES);
});

test.each([
  'ARCHITECTURE.md',
  'docs/errors.md',
  'docs/configuration.md',
  'docs/clients.md',
  'docs/federation.md',
  'docs/scaling.md',
  'examples/README.md',
  'examples/federation/README.md',
])('the links of %s lead somewhere', async (name) => {
  const links = [...(await page(name)).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
    ([, path]) => path,
  );
  const folder = new URL(`../${name}`, import.meta.url);
  const missing: unknown[] = [];
  for (const link of links) {
    await readFile(new URL(link as string, folder)).catch(
      (error) => error.code !== 'EISDIR' && missing.push(link),
    );
  }
  expect(missing).toEqual([]);
});
