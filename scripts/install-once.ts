import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Installs what a folder's lock file says, where what is installed is of another one. A folder without a lock file needs
 * nothing.
 *
 * @param folder ends with a slash.
 */
export function installOnce(folder: URL): void {
  const lock = new URL('package-lock.json', folder);
  if (!existsSync(lock)) return;
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  const mark = new URL('node_modules/.installed-lock', folder);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  const path = fileURLToPath(folder);
  console.log(`Installing ${path} ...`);
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: path, stdio: 'inherit' });
  writeFileSync(mark, wanted);
}
