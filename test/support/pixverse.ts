import { createHash } from 'node:crypto';
import { type PixverseSandbox, SAMPLE_USEAPI_TOKEN } from '../../src/sandbox/pixverse-sandbox.ts';
import { SAMPLE_API_KEY } from '../../src/sandbox/sandbox.ts';

/** What a caller with a token of the gateway's own sends, who may read. */
export const READER = 'Bearer reader-token';
/** The same without any scope that reads. */
export const CLEANER = 'Bearer cleaner-token';

/** What makes a gateway serve PixVerse to its own callers. */
export function pixverseEnvironment(pixverse: Pick<PixverseSandbox, 'url'>): Record<string, string> {
  const hash = (credential: string) =>
    createHash('sha256').update(credential.replace('Bearer ', '')).digest('hex');
  return {
    PICTORY_API_KEY: SAMPLE_API_KEY,
    GATEWAY_TOKENS: `reader:read:${hash(READER)},cleaner:clean:${hash(CLEANER)}`,
    USEAPI_BASE_URL: pixverse.url,
    USEAPI_TOKEN: SAMPLE_USEAPI_TOKEN,
  };
}
