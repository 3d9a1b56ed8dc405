import { describe, expect, test } from 'vitest';
import { createTenants } from '../../src/domain/tenants.ts';
import type { PictoryAccount } from '../../src/upstream/pictory/pictory.ts';

const KEY = 'pictai_of_the_gateway';

/** A Pictory that gives one handle per call and accepts the keys it is told to. */
function scriptedPictory() {
  const accepted = new Set<string>();
  const handles: string[] = [];
  return {
    accepted,
    handles,
    account(apiKey: string) {
      handles.push(apiKey);
      return {
        get answeredWell() {
          return accepted.has(apiKey);
        },
      } as PictoryAccount;
    },
  };
}

function open(
  options: { gatewayKey?: string; gatewaySecrets?: string[]; untried?: number; accepted?: number } = {},
) {
  const pictory = scriptedPictory();
  const tenants = createTenants({
    pictory,
    gatewayKey: options.gatewayKey ?? null,
    gatewaySecrets: options.gatewaySecrets ?? [],
    bounds: { untried: options.untried ?? 3, accepted: options.accepted ?? 3 },
  });
  return { pictory, tenants };
}

describe('the gateway’s own account', () => {
  const [old, fresh] = ['old-secret'.repeat(4), 'fresh-secret'.repeat(3)];
  const under = (...gatewaySecrets: string[]) => {
    const { gateway } = open({ gatewayKey: KEY, gatewaySecrets }).tenants;
    if (!gateway) throw new Error('There is none.');
    return gateway;
  };

  test('is known under its former secrets, too, newest first', () => {
    expect(under(fresh, old).formerIds).toEqual([under(old).id]);
    expect(under(fresh, old).id).toBe(under(fresh).id);
    expect(under(old).formerIds).toEqual([]);
  });

  test('opens what was shared under a former secret', () => {
    const sealed = under(old).shared.seal('a prompt');
    expect(under(fresh, old).shared.open(sealed)).toBe('a prompt');
    expect(under(fresh).shared.open(sealed)).toBeNull();
  });

  test('has an owner that no secret changes: whoever holds the key', () => {
    expect(under(fresh).owner).toBe(under(old).owner);
    expect(under(old).owner).toBe(open().tenants.forKey(KEY).owner);
    expect(under(old).owner).not.toBe(open().tenants.forKey('pictai_other').owner);
  });
});

describe('a tenant', () => {
  test('is the same object for the same key, and another for another', () => {
    const { tenants, pictory } = open();
    expect(tenants.forKey('pictai_a')).toBe(tenants.forKey('pictai_a'));
    expect(tenants.forKey('pictai_a').id).not.toBe(tenants.forKey('pictai_b').id);
    expect(pictory.handles).toEqual(['pictai_a', 'pictai_b']);
  });

  test('has an id that does not tell its key', () => {
    const { tenants } = open();
    const { id } = tenants.forKey('pictai_a');
    expect(id).toMatch(/^[\w-]{22}$/);
    expect(JSON.stringify(tenants.forKey('pictai_a'))).not.toContain('pictai_a');
  });

  test('has the same id in every process', () => {
    expect(open().tenants.forKey('pictai_a').id).toBe(open().tenants.forKey('pictai_a').id);
  });

  test('cannot open another’s cursors', () => {
    const { tenants } = open();
    const sealed = tenants.forKey('pictai_a').cursors.seal('a place');
    expect(tenants.forKey('pictai_a').cursors.open(sealed)).toBe('a place');
    expect(tenants.forKey('pictai_b').cursors.open(sealed)).toBeNull();
  });
});

describe('a flood of made-up keys', () => {
  const flood = (tenants: ReturnType<typeof open>['tenants']) => {
    for (let index = 0; index < 100; index += 1) tenants.forKey(`pictai_made_up_${index}`);
  };

  test('does not push out an account whose key has been accepted', () => {
    const { tenants, pictory } = open();
    const real = tenants.forKey('pictai_real');
    pictory.accepted.add('pictai_real');
    tenants.forKey('pictai_real');
    flood(tenants);
    expect(tenants.forKey('pictai_real')).toBe(real);
  });

  test('nor one that was accepted while the flood came', () => {
    const { tenants, pictory } = open();
    const real = tenants.forKey('pictai_real');
    pictory.accepted.add('pictai_real');
    flood(tenants);
    expect(tenants.forKey('pictai_real')).toBe(real);
  });

  test('pushes out what nobody has accepted', () => {
    const { tenants } = open();
    const untried = tenants.forKey('pictai_untried');
    flood(tenants);
    expect(tenants.forKey('pictai_untried')).not.toBe(untried);
  });
});

test('of accepted accounts the one asked for longest ago is forgotten first', () => {
  const { tenants, pictory } = open({ accepted: 2 });
  const [first, second] = ['pictai_1', 'pictai_2', 'pictai_3'].map((key) => {
    tenants.forKey(key);
    pictory.accepted.add(key);
    return tenants.forKey(key);
  });
  expect(tenants.forKey('pictai_2')).toBe(second);
  expect(tenants.forKey('pictai_1')).not.toBe(first);
});

describe('the gateway’s own account', () => {
  test('is there when it has a key, and also for a caller who sends that key', () => {
    expect(open().tenants.gateway).toBeNull();
    const { tenants } = open({ gatewayKey: KEY });
    expect(tenants.gateway).toMatchObject({ isGatewayAccount: true });
    expect(tenants.forKey(KEY)).toBe(tenants.gateway);
    expect(tenants.forKey('pictai_a')).toMatchObject({ isGatewayAccount: false });
  });

  test('is by default the tenant that its key’s owner is everywhere else', () => {
    expect(open({ gatewayKey: KEY }).tenants.gateway?.id).toBe(open().tenants.forKey(KEY).id);
  });

  test('survives a new key when it has a secret, and a new secret for as long as the former is listed', () => {
    const [former, latter] = ['former secret', 'latter secret'];
    const before = open({ gatewayKey: KEY, gatewaySecrets: [former] }).tenants.gateway;
    const sealed = before?.cursors.seal('a place') ?? '';

    const newKey = open({ gatewayKey: 'pictai_new', gatewaySecrets: [former] }).tenants.gateway;
    expect(newKey?.id).toBe(before?.id);
    expect(newKey?.cursors.open(sealed)).toBe('a place');

    const newSecret = open({ gatewayKey: KEY, gatewaySecrets: [latter, former] }).tenants.gateway;
    expect(newSecret?.cursors.open(sealed)).toBe('a place');
    expect(newSecret?.cursors.seal('a place')).not.toBe(sealed);

    const forgotten = open({ gatewayKey: KEY, gatewaySecrets: [latter] }).tenants.gateway;
    expect(forgotten?.cursors.open(sealed)).toBeNull();
  });
});
