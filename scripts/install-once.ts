import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Installs what a folder's lock file says, unless that has been done since the file changed. A folder without one needs
 * nothing.
 *
 * @param folder ends with a slash.
 */
export function installOnce(folder: URL): void {
  const lock = new URL('package-lock.json', folder);
  if (!existsSync(lock)) return;
  const installed = new URL('node_modules/.package-lock.json', folder);
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  const path = fileURLToPath(folder);
  console.error(`Installing ${path} ...`);
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: path, stdio: 'inherit' });
}
