import { readFileSync } from 'node:fs';

/** The version of this package, from its package.json: two folders up, in the sources and compiled alike. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return version;
}
