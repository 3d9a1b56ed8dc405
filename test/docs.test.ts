import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
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

const pages = execFileSync('git', ['ls-files', '*.md'], { encoding: 'utf8' }).trim().split('\n');

/** What a heading of a page is linked to by, as GitHub makes it. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

test.each(pages)('the links of %s lead somewhere, those to headings too', async (name) => {
  const text = await page(name);
  const dead: string[] = [];
  for (const [link, path = '', anchor] of text.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)) {
    const target = posix.join(posix.dirname(name), path);
    const isThere = path === '' || existsSync(new URL(`../${target}`, import.meta.url));
    if (!isThere) dead.push(link);
    else if (anchor && !anchorsOf(path === '' ? text : await page(target)).includes(anchor)) dead.push(link);
  }
  expect(dead).toEqual([]);
});
