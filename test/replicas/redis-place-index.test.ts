import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/clock.ts';
import type { AssetKey } from '../../src/domain/paging/list-search.ts';
import { createRedisPlaceIndex } from '../../src/replicas/redis-place-index.ts';
import type { PageKey } from '../../src/upstream/call.ts';
import { libraryOn, operationOn, tenantOf } from '../support/library.ts';
import { openTestLink, useRedis } from '../support/redis-links.ts';
import { startRedis } from '../support/redis-server.ts';
import { ScriptedList } from '../support/scripted-list.ts';

const redis = useRedis();

const NOON = Date.UTC(2026, 9, 2, 12);

function listOf(count: number): ScriptedList {
  const list = new ScriptedList(Array.from({ length: count }, (_, i) => NOON - i * 20 * 60_000));
  list.pageSize = 10;
  return list;
}

describe('where assets were seen', () => {
  test('is known to every process: one read there instead of a walk', async () => {
    const list = listOf(100);
    const tenant = tenantOf(list.account);
    const places = createRedisPlaceIndex({ link: redis.openRoom()[0] });
    const [here, there] = [libraryOn(systemClock, { places }), libraryOn(systemClock, { places })];
    await here.loadImages(tenant, ['image-85'], operationOn(systemClock));
    expect(list.reads).toHaveLength(9);

    list.reads.length = 0;
    const [found, alsoFound] = await there.loadImages(
      tenant,
      ['image-85', 'image-42'],
      operationOn(systemClock),
    );
    expect([found, alsoFound]).toMatchObject([{ pictoryId: 'image-85' }, { pictoryId: 'image-42' }]);
    expect(list.reads).toHaveLength(2);
  });

  test('is each tenant’s own, and of each kind', async () => {
    const places = createRedisPlaceIndex({ link: redis.openRoom()[0] });
    const { account } = listOf(0);
    const [mine, theirs] = [tenantOf(account, 'tenant-1'), tenantOf(account, 'tenant-2')];
    const key: AssetKey = 'id image-1';
    places.note(mine, 'images', 'page-2' as PageKey, [{ key, createdAtMs: NOON }]);
    await expect
      .poll(async () => Object.fromEntries(await places.find(mine, 'images', [key, 'id other'])))
      .toEqual({ [key]: { pageKey: 'page-2', createdAtMs: NOON } });
    expect(await places.find(theirs, 'images', [key])).toEqual(new Map());
    expect(await places.find(mine, 'videos', [key])).toEqual(new Map());
  });

  test('is written so that nobody else can read it, and not for ever', async () => {
    await using server = await startRedis();
    await using own = await openTestLink(server);
    const places = createRedisPlaceIndex({ link: own });
    const tenant = tenantOf(listOf(0).account);
    places.note(tenant, 'images', 'eyJ1c2VyIjoidS00NDcxIn0=' as PageKey, [
      { key: 'id image-1', createdAtMs: NOON },
      { key: 'url https://cdn.example.net/1.png', createdAtMs: NOON },
    ]);
    const written = async () => (await server.dump()).filter(({ key }) => key.includes('places'));
    await expect.poll(written).toHaveLength(1);
    const [index] = await written();
    expect(index?.ttlMs).toBeGreaterThan(0);
    expect(JSON.stringify(index)).not.toMatch(/image-1|cdn|eyJ1c2Vy/);
  });

  test('is not known while Redis is away, and nobody waits for it', async () => {
    await using server = await startRedis();
    await using own = await openTestLink(server);
    const places = createRedisPlaceIndex({ link: own });
    const away = own.nextNews('away');
    await server.kill();
    await away;
    const tenant = tenantOf(listOf(0).account);
    places.note(tenant, 'images', null, [{ key: 'id image-1', createdAtMs: NOON }]);
    expect(await places.find(tenant, 'images', ['id image-1'])).toEqual(new Map());
  });

  test('that has grown stale costs a search, never a wrong answer', async () => {
    const list = listOf(40);
    const tenant = tenantOf(list.account);
    const places = createRedisPlaceIndex({ link: redis.openRoom()[0] });
    const [here, there] = [libraryOn(systemClock, { places }), libraryOn(systemClock, { places })];
    await here.loadImages(tenant, ['image-25'], operationOn(systemClock));
    list.expireKeys();
    const [found] = await there.loadImages(tenant, ['image-25'], operationOn(systemClock));
    expect(found).toMatchObject({ pictoryId: 'image-25' });
    list.remove('image-25');
    const fresh = libraryOn(systemClock, { places });
    expect(await fresh.loadImages(tenant, ['image-25'], operationOn(systemClock))).toEqual([null]);
  });
});
