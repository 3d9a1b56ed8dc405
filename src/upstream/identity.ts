import { hash } from 'node:crypto';

/**
 * What tells an entry of a list apart that has no usable id: `json:` and a hash of its JSON. One nested so deeply that it
 * cannot be printed shares an identity with its like.
 */
export function identityOf(entry: unknown): string {
  let json: string;
  try {
    json = JSON.stringify(entry);
  } catch {
    json = 'nested too deeply';
  }
  return `json:${hash('sha256', json, 'base64url')}`;
}
