import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Installs what the examples need, each from its own lock file, where what is installed is of another one.
// Arguments: the examples' names. None: all.

const folder = new URL('../examples/', import.meta.url);
const names = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(folder);

for (const name of names) {
  const lock = new URL(`${name}/package-lock.json`, folder);
  if (!existsSync(lock)) continue;
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const mark = new URL(`${name}/node_modules/.installed-lock`, folder);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) continue;
  console.log(`Installing examples/${name} ...`);
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: fileURLToPath(new URL('.', lock)),
    stdio: 'inherit',
  });
  writeFileSync(mark, wanted);
}
