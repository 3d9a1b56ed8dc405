import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Installs what the examples need, each from its own lock file, where that has not been done since the file changed.
// Arguments: the examples' names. None: all.

const folder = new URL('../examples/', import.meta.url);
const names = process.argv.length > 2 ? process.argv.slice(2) : readdirSync(folder);

for (const name of names) {
  const lock = new URL(`${name}/package-lock.json`, folder);
  if (!existsSync(lock)) continue;
  const installed = new URL(`${name}/node_modules/.package-lock.json`, folder);
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) continue;
  console.log(`Installing examples/${name} ...`);
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: fileURLToPath(new URL('.', lock)),
    stdio: 'inherit',
  });
}
