import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync } from 'node:crypto';

/** Hides and signs short texts that travel through a client and come back, such as cursors. */
export interface Sealer {
  /** The same text always gives the same sealed form: URL-safe base64. */
  seal(text: string): string;
  /** Null for what this sealer (or a former secret of it) has not sealed. */
  open(sealed: string): string | null;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A sealer whose keys derive from the given secrets: the first seals, all open.
 *
 * AES-256-GCM under a nonce that is a keyed hash of the text (docs/decisions/cursors.md says why), so equal texts
 * share a sealed form and nothing else does.
 */
export function createSealer(secrets: readonly [string, ...string[]], purpose: string): Sealer {
  // As key objects: from bytes, Node would make one anew for each call, which takes four times as long as the rest.
  const keyrings = secrets.map((secret) => ({
    cipher: createSecretKey(deriveKey(secret, `${purpose} cipher`)),
    nonce: createSecretKey(deriveKey(secret, `${purpose} nonce`)),
  }));
  const [first] = keyrings as [(typeof keyrings)[number]];
  return {
    seal(text) {
      const nonce = createHmac('sha256', first.nonce).update(text).digest().subarray(0, NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', first.cipher, nonce);
      return Buffer.concat([
        nonce,
        cipher.update(text, 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== sealed) return null;
      for (const keys of keyrings) {
        try {
          const decipher = createDecipheriv('aes-256-gcm', keys.cipher, bytes.subarray(0, NONCE_BYTES));
          decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
          return (
            decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') +
            decipher.final('utf8')
          );
        } catch {
          // Not sealed with this secret: try the next.
        }
      }
      return null;
    },
  };
}

/** 32 bytes that only the holder of `secret` can make, different for each purpose. */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, 'pictory-graphql', purpose, 32));
}
