import { setTimeout as sleep } from 'node:timers/promises';
import { ensureBuild } from '../../scripts/ensure-build.ts';
import { type Replica, startFleet } from '../../test/support/fleet.ts';
import { startRedis } from '../../test/support/redis-server.ts';
import { startSandbox } from '../../test/support/sandbox.ts';
import type { Figure } from '../results.ts';
import { median, signed } from '../statistics.ts';

/** What a gateway takes for itself, with Redis and without. */
export async function measureProcesses({ rounds }: { rounds: number }): Promise<Figure[]> {
  await using redis = await startRedis();
  await using sandbox = await startSandbox();
  const program = await ensureBuild();
  const start = (environment: Record<string, string>) =>
    startFleet({ replicas: 1, sandbox, environment, program });
  const shared: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await using one = await start({ REDIS_URL: redis.url });
    await using other = await start({});
    await sleep(SETTLING_MS);
    shared.push(await readMegabytes(one.replica(0)));
    alone.push(await readMegabytes(other.replica(0)));
  }
  const [withRedis, without] = [median(shared), median(alone)];
  const range = (list: readonly number[]) =>
    `${Math.min(...list).toFixed(0)} to ${Math.max(...list).toFixed(0)}`;
  return [
    {
      what: 'RSS of a gateway after its start, with and without REDIS_URL',
      value: `${withRedis.toFixed(0)} and ${without.toFixed(0)} MB (${signed(withRedis - without)} MB)`,
      how: `medians of ${rounds} starts each, ${SETTLING_MS / 1000} s after it listens; ${range(shared)} and ${range(alone)} MB`,
    },
  ];
}

const SETTLING_MS = 1_000;

/** By its own account. */
async function readMegabytes({ origin }: Replica): Promise<number> {
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]) / 1e6;
}
