import { describe, expect, test } from 'vitest';
import { openImageId, parseImageId, sealImageId } from '../../../src/domain/pixverse/tenant.ts';
import { pixverseTenantOf, ScriptedPixverse, useapiId } from '../../support/scripted-pixverse.ts';

const SECRET = 'a'.repeat(32);
const OTHER_SECRET = 'b'.repeat(32);
const pixverse = new ScriptedPixverse();
const tenantOf = (token?: string, secrets?: string[]) => pixverseTenantOf(pixverse, token, secrets);

describe('the id of a PixVerse image', () => {
  test('is always the same, opens to useapi.net’s, and shows nothing of it', () => {
    const id = sealImageId(tenantOf(), useapiId(7));
    expect(sealImageId(tenantOf(), useapiId(7))).toBe(id);
    expect(sealImageId(tenantOf(), useapiId(8))).not.toBe(id);
    expect(openImageId(tenantOf(), id)).toBe(useapiId(7));
    expect(Buffer.from(id, 'base64url').toString('latin1')).not.toMatch(/example|pixverse|9042/);
  });

  test('is taken as it was given, and as useapi.net has it', () => {
    const tenant = tenantOf();
    const id = sealImageId(tenant, useapiId(7));
    expect(parseImageId(tenant, id)).toBe(id);
    expect(parseImageId(tenant, useapiId(7))).toBe(id);
  });

  test('survives a new token when the gateway has a secret, and a new secret while the old one is kept', () => {
    const before = tenantOf('user:1-old', [SECRET]);
    const id = sealImageId(before, useapiId(7));
    const newToken = tenantOf('user:1-new', [SECRET]);
    expect(parseImageId(newToken, id)).toBe(id);
    expect(newToken.id).toBe(before.id);

    const newSecret = tenantOf('user:1-new', [OTHER_SECRET, SECRET]);
    const renamed = parseImageId(newSecret, id);
    expect(renamed).toBe(sealImageId(newSecret, useapiId(7)));
    expect(openImageId(newSecret, renamed)).toBe(useapiId(7));
  });

  test.each([
    '',
    'aGVsbG8',
    'user:9042-pixverse:studio@example.org-video:7',
    'studio@example.org',
    `user:9042-pixverse:${'x'.repeat(300)}@example.org-image:7`,
    sealImageId(tenantOf('user:1-another'), useapiId(7)),
    sealImageId(tenantOf(), useapiId(7)).slice(0, -1),
    // Sealed by the same account, for something else.
    tenantOf().cursors.seal(useapiId(7)),
  ])('that is forged, foreign or none (%#) is refused without being repeated', (text) => {
    const refusal = expect.objectContaining({
      code: 'BAD_USER_INPUT',
      message: expect.not.stringContaining('example.org'),
    });
    expect(() => parseImageId(tenantOf(), text)).toThrow(refusal);
  });
});
