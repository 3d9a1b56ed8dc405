import { createHash } from 'node:crypto';
import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Caller, Scope } from '../../src/domain/caller.ts';
import { createTenants } from '../../src/domain/tenants.ts';
import { createCallers } from '../../src/server/callers/callers.ts';
import { authorizationOf } from '../../src/server/callers/credential.ts';
import { readConfig } from '../../src/server/config.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { AUDIENCE, ISSUER, openIssuer } from './issuer.ts';
import { toyAccount } from './serving.ts';

const GATEWAY_KEY = 'pictai_of_the_gateway';
const hash = (token: string) => createHash('sha256').update(token).digest('hex');

function open(environment: Record<string, string> = {}, clock: ManualClock = createManualClock()) {
  const config = readConfig(environment);
  const tenants = createTenants({
    pictory: { account: toyAccount },
    gatewayKey: config.pictory.apiKey?.reveal() ?? null,
    gatewaySecrets: [],
  });
  return { tenants, clock, ...createCallers({ tenants, ...config.callers, clock }) };
}

const withTokens = {
  PICTORY_API_KEY: GATEWAY_KEY,
  GATEWAY_TOKENS: `web:read+generate:${hash('web-token')},robot:read:${hash('robot-token')}`,
};

function scopesOf(caller: Caller): Scope[] {
  return [...(caller.identity?.scopes ?? [])];
}

function reasonOf(caller: Caller): string {
  if (caller.identity) throw new Error('an identity was not expected');
  return caller.reason;
}

describe('a caller with a Pictory key of its own', () => {
  test('acts as itself and may do everything, with or without Bearer', async () => {
    const { identify, tenants } = open(withTokens);
    const caller = await identify('pictai_mine');
    expect(caller.identity).toMatchObject({
      tenant: tenants.forKey('pictai_mine'),
      isAuthenticatedHere: false,
      expiresAtMs: null,
    });
    expect(scopesOf(caller)).toEqual(['read', 'generate', 'clean']);
    for (const written of ['Bearer pictai_mine', 'bearer  pictai_mine', ' BEARER pictai_mine ']) {
      expect(await identify(written)).toEqual(caller);
    }
  });

  test('that is the gateway’s shares its tenant and is a principal by itself', async () => {
    const { identify, tenants } = open(withTokens);
    const owner = await identify(GATEWAY_KEY);
    const guest = await identify('Bearer web-token');
    expect(owner.identity?.tenant).toBe(tenants.gateway);
    expect(guest.identity?.tenant).toBe(tenants.gateway);
    expect(owner.identity?.principal).not.toBe(guest.identity?.principal);
  });

  test('has a principal that does not tell the key', async () => {
    const { identify } = open();
    expect((await identify('pictai_mine')).identity?.principal).toMatch(/^key:[\w-]{22}$/);
  });

  test.each([
    'pictai_',
    'pictai_with space',
    'pictai_a,pictai_b',
    'pictai_ümlaut',
    `pictai_${'x'.repeat(501)}`,
  ])('which cannot be a key (%s) is nobody, and never the gateway’s guest', async (key) => {
    const { identify } = open({ PICTORY_API_KEY: GATEWAY_KEY, ALLOW_ANONYMOUS: 'true' });
    expect(reasonOf(await identify(key))).toContain('Send your Pictory API key');
  });
});

describe('a caller with a gateway token', () => {
  test('is served with the gateway’s account and the token’s scopes', async () => {
    const { identify, tenants } = open(withTokens);
    const web = await identify('Bearer web-token');
    expect(web.identity).toMatchObject({
      principal: 'token:web',
      tenant: tenants.gateway,
      isAuthenticatedHere: true,
      expiresAtMs: null,
    });
    expect(scopesOf(web)).toEqual(['read', 'generate']);
    expect(scopesOf(await identify('bearer robot-token'))).toEqual(['read']);
  });

  test.each([
    'Bearer unknown',
    'web-token',
    'Basic d2ViOnRva2Vu',
    'Bearer',
    'Bearer a b',
    `Bearer ${hash('web-token')}`,
  ])('that is none (%s) is nobody, even where anonymous callers are served', async (authorization) => {
    const { identify } = open({ ...withTokens, ALLOW_ANONYMOUS: 'true' });
    const reason = reasonOf(await identify(authorization));
    expect(reason).toContain('"Bearer" and a token of this gateway');
    expect(reason).not.toContain('unknown');
  });
});

describe('a caller without credential', () => {
  test('is nobody, and told what to send', async () => {
    const { identify } = open();
    expect(reasonOf(await identify(null))).toBe(
      'This needs a credential. Send your Pictory API key ("pictai_…") in the Authorization header; over WebSocket, in connectionParams.authorization.',
    );
    expect(await identify('')).toEqual(await identify(null));
  });

  test('is served where anonymous callers are, with their scopes', async () => {
    const { identify, tenants } = open({
      PICTORY_API_KEY: GATEWAY_KEY,
      ALLOW_ANONYMOUS: 'true',
      ANONYMOUS_SCOPES: 'read,clean',
    });
    const caller = await identify(null);
    expect(caller.identity).toMatchObject({
      principal: 'anonymous',
      tenant: tenants.gateway,
      isAuthenticatedHere: false,
    });
    expect(scopesOf(caller)).toEqual(['read', 'clean']);
  });
});

describe('a caller with a JWT', () => {
  test('is served with the gateway’s account, the token’s scopes and its end', async () => {
    await using id = await openIssuer();
    const { identify, tenants } = open(id.environment, id.clock);
    const caller = await identify(`Bearer ${await id.token()}`);
    expect(caller.identity).toMatchObject({
      tenant: tenants.gateway,
      principal: expect.stringMatching(/^jwt:[\w-]{22}$/),
      isAuthenticatedHere: true,
      expiresAtMs: (Math.floor(id.clock.now() / 1000) + 60) * 1000,
    });
    expect(scopesOf(caller)).toEqual(['read']);
    expect(
      scopesOf(await identify(`Bearer ${await id.token({ scope: undefined, scopes: ['clean', 'x'] })}`)),
    ).toEqual(['clean']);
    expect(scopesOf(await identify(`Bearer ${await id.token({ scope: undefined })}`))).toEqual([]);
    expect(id.fetches).toBe(1);
  });

  test('is one principal per issuer and subject', async () => {
    await using id = await openIssuer();
    const { identify } = open(id.environment, id.clock);
    const principal = async (claims: Record<string, unknown>) =>
      (await identify(`Bearer ${await id.token(claims)}`)).identity?.principal;
    expect(await principal({ jti: '1' })).toBe(await principal({ jti: '2' }));
    expect(await principal({ sub: 'other' })).not.toBe(await principal({}));
  });

  test.each([
    ['of another issuer', { iss: 'https://evil.example/' }],
    ['for another audience', { aud: 'others' }],
    ['without end', { exp: undefined }],
    ['without subject', { sub: undefined }],
    ['that is not valid yet', { nbf: 9_999_999_999 }],
  ])('%s is nobody', async (_name, claims) => {
    await using id = await openIssuer();
    const { identify } = open(id.environment, id.clock);
    expect(reasonOf(await identify(`Bearer ${await id.token(claims)}`))).toContain('not valid here');
  });

  test('signed by another key, with another algorithm, or not at all, is nobody', async () => {
    await using id = await openIssuer();
    const { identify } = open(id.environment, id.clock);
    const { privateKey } = await generateKeyPair('ES256');
    const claims = { iss: ISSUER, aud: AUDIENCE, sub: 'x', exp: Math.floor(id.clock.now() / 1000) + 60 };
    const symmetric = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: '1' })
      .sign(Buffer.alloc(32));
    for (const token of [
      await id.token({}, privateKey),
      symmetric,
      new UnsecuredJWT(claims).encode(),
      'a.b.c',
    ]) {
      const caller = await identify(`Bearer ${token}`);
      expect(caller).toMatchObject({ identity: null });
      expect(caller).not.toHaveProperty('because');
    }
  });

  test('that has ended is told so', async () => {
    await using id = await openIssuer();
    const { identify } = open(id.environment, id.clock);
    const token = await id.token();
    await id.clock.advance(66_000);
    expect(await identify(`Bearer ${token}`)).toMatchObject({ identity: null, because: 'expired' });
  });

  test('cannot be judged while the issuer’s keys do not load, which is not its fault', {
    timeout: 15_000,
  }, async () => {
    await using id = await openIssuer();
    const { identify } = open(id.environment, id.clock);
    const authorization = `Bearer ${await id.token()}`;
    id.become('nothing');
    const startedAt = Date.now();
    expect(await identify(authorization)).toMatchObject({ identity: null, because: 'unverifiable' });
    expect(Date.now() - startedAt).toBeLessThan(5_000);

    // Nor is the issuer asked again at once.
    id.become('error');
    expect(await identify(authorization)).toMatchObject({ because: 'unverifiable' });
    expect(id.fetches).toBe(1);

    await id.clock.advance(10_000);
    expect(await identify(authorization)).toMatchObject({ because: 'unverifiable' });
    expect(id.fetches).toBe(2);

    id.become('keys');
    await id.clock.advance(10_000);
    expect((await identify(authorization)).identity).not.toBeNull();
  });

  test('is still judged by the last known keys when they cannot be fetched again', async () => {
    await using id = await openIssuer();
    const { identify } = open(id.environment, id.clock);
    expect((await identify(`Bearer ${await id.token()}`)).identity).not.toBeNull();
    id.become('error');
    // jose takes the age of keys by the machine's date.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 });
    onTestFinished(() => void vi.useRealTimers());
    await id.clock.advance(3_600_000);
    expect((await identify(`Bearer ${await id.token()}`)).identity).not.toBeNull();
    expect(id.fetches).toBe(2);
  });

  test('is no credential where no issuer is configured', async () => {
    await using id = await openIssuer();
    const { identify } = open(withTokens, id.clock);
    expect(reasonOf(await identify(`Bearer ${await id.token()}`))).toContain('is not known here');
  });
});

describe('the credential of a WebSocket', () => {
  test.each([
    [{ authorization: 'a' }, 'upgrade', 'a'],
    [{ Authorization: 'a' }, undefined, 'a'],
    [{ headers: { AUTHORIZATION: 'a' } }, undefined, 'a'],
    [{ authorization: 'a', headers: { authorization: 'b' } }, undefined, 'a'],
    [{}, 'upgrade', 'upgrade'],
    [undefined, 'upgrade', 'upgrade'],
    [{ authorization: null }, 'upgrade', 'upgrade'],
    [{ authorization: '' }, 'upgrade', 'upgrade'],
    [{ Authorization: null, authorization: 'a' }, 'upgrade', 'a'],
    [{ authorization: '', headers: { authorization: 'b' } }, 'upgrade', 'b'],
    [undefined, undefined, null],
  ])('out of %j and %j is %j', (connectionParams, upgrade, expected) => {
    expect(authorizationOf(connectionParams, upgrade)).toBe(expected);
  });

  test('that is no text is not passed over for that of the upgrade', async () => {
    const { identify } = open();
    const authorization = authorizationOf({ authorization: { key: 'pictai_a' } }, 'pictai_b');
    expect((await identify(authorization)).identity).toBeNull();
  });
});
