import { startRedis } from '../../test/support/redis-server.ts';
import { ask, CALLER, type ContenderName, contenderNamed, startContender } from '../http/contenders.ts';
import { generator } from '../http/load.ts';
import { QUERIES } from '../http/queries.ts';
import type { Figure } from '../results.ts';
import { median } from '../statistics.ts';
import { startUpstream } from '../upstream/upstream.ts';

const CONNECTIONS = 50;
const COUNTS = [1, 2] as const;

/** What a second process on the same port brings on this machine, whose cores they share with all that measures them. */
export async function measureWorkers(extent: { rounds: number; seconds: number }): Promise<Figure[]> {
  return [
    await measureOne('answers from memory', 'ours', extent),
    await measureOne('every read upstream', 'ours-upstream', extent),
  ];
}

async function measureOne(
  what: string,
  name: ContenderName,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Figure> {
  const bodies = QUERIES.find((query) => query.name === 'q20')?.bodies ?? [];
  await using redis = await startRedis();
  await using upstream = await startUpstream();
  await using stack = new AsyncDisposableStack();
  const gateways = [];
  const kind = contenderNamed(name);
  for (const count of COUNTS) {
    const environment = { ...kind.environment, REDIS_URL: redis.url, WEB_CONCURRENCY: String(count) };
    const options = { upstreamUrl: upstream.url, firstBody: bodies[0] ?? '', core: null };
    const gateway = stack.use(await startContender({ ...kind, environment }, options));
    gateways.push({ url: gateway.url, rates: [] as number[] });
  }
  // The first round warms up and does not count.
  for (let round = 0; round <= rounds; round++) {
    for (const { url, rates } of gateways) {
      await ask(url, bodies[0] ?? '');
      const result = await generator.ask({
        url,
        authorizations: [CALLER],
        bodies,
        connections: CONNECTIONS,
        seconds,
        core: 'measuring',
      });
      if (result.failures > 0) throw new Error(`${what}: ${result.failures} requests failed.`);
      if (round > 0) rates.push(result.requests / result.seconds);
    }
  }
  const [one = Number.NaN, two = Number.NaN] = gateways.map(({ rates }) => median(rates));
  return {
    what: `Requests/s with WEB_CONCURRENCY 1 and 2, ${what}`,
    value: `${Math.round(one)} and ${Math.round(two)} (ratio ${(two / one).toFixed(2)})`,
    how: `20 images, ${CONNECTIONS} connections, medians of ${rounds} interleaved rounds of ${seconds} s; generator and upstream take their share of the same cores`,
  };
}
