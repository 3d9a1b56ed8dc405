import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createManualClock } from '../support/manual-clock.ts';

export const ISSUER = 'https://id.example/';
export const AUDIENCE = 'pictory';

/** An issuer whose keys can be had over HTTP, as long as it is up. */
export async function openIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: '1', alg: 'ES256' };
  let answer: 'keys' | 'nothing' | 'error' = 'keys';
  let fetches = 0;
  const server = createServer((_request, response) => {
    fetches += 1;
    if (answer === 'nothing') return;
    if (answer === 'error') response.writeHead(500).end('<html>');
    else response.end(JSON.stringify({ keys: [key] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clock = createManualClock(Date.now());
  const { port } = server.address() as AddressInfo;
  return {
    clock,
    privateKey,
    get fetches() {
      return fetches;
    },
    become: (state: typeof answer) => {
      answer = state;
    },
    environment: {
      PICTORY_API_KEY: 'pictai_of_the_gateway',
      JWKS_URL: `http://127.0.0.1:${port}/keys`,
      JWT_ISSUER: ISSUER,
      JWT_AUDIENCE: AUDIENCE,
    },
    token: (claims: Record<string, unknown> = {}, key: Parameters<SignJWT['sign']>[0] = privateKey) =>
      new SignJWT({
        iss: ISSUER,
        aud: AUDIENCE,
        sub: 'ada@example.org',
        exp: Math.floor(clock.now() / 1000) + 60,
        scope: 'openid read',
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', kid: '1' })
        .sign(key),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
