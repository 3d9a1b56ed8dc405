/** The header that says who asks. Without it, the gateway may serve the page as an anonymous guest. */
export type Credential = { authorization: string } | Record<string, never>;

/** @param key a Pictory key or a gateway token; empty for none. */
export function toCredential(key: string): Credential {
  const bare = key.trim().replace(/^bearer\s+/i, '');
  return bare === '' ? {} : { authorization: `Bearer ${bare}` };
}
