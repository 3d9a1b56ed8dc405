import { ensureBuild } from '../../scripts/ensure-build.ts';
import type { Replica } from '../../test/support/fleet.ts';
import { startFleet } from '../../test/support/fleet.ts';
import type { Figure } from '../results.ts';
import { median, signed } from '../statistics.ts';
import { generate, openGround, PROMPT } from './ground.ts';

/** What an idempotency key costs, with Redis and without. */
export async function measureGenerating({ rounds }: { rounds: number }): Promise<Figure[]> {
  await using ground = await openGround({ intervalMs: 1_000 });
  const { sandbox } = ground;
  await using alone = await startFleet({ replicas: 1, sandbox, program: await ensureBuild() });
  const [shared, single] = [ground.fleet.replica(0), alone.replica(0)];

  let count = 0;
  const ways = [
    { replica: shared, isKeyed: false, times: [] as number[] },
    { replica: shared, isKeyed: true, times: [] as number[] },
    { replica: single, isKeyed: false, times: [] as number[] },
    { replica: single, isKeyed: true, times: [] as number[] },
  ] as const;
  const timeOne = async (replica: Replica, isKeyed: boolean): Promise<number> => {
    const input = { prompt: PROMPT, ...(isKeyed && { idempotencyKey: `key ${count++}` }) };
    const beganAt = performance.now();
    const { jobId, code } = await generate(replica, input);
    if (!jobId) throw new Error(`A generation was not started: ${code}`);
    return performance.now() - beganAt;
  };
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const { replica, isKeyed, times } of ways) {
      // The first after another gateway's turn is slower, so the second counts.
      await timeOne(replica, isKeyed);
      const ms = await timeOne(replica, isKeyed);
      if (round >= 0) times.push(ms);
    }
  }

  const [plain, keyed, alonePlain, aloneKeyed] = ways.map(({ times }) => median(times)) as [
    number,
    number,
    number,
    number,
  ];
  return [
    {
      what: 'A generation without and with a key, with Redis',
      value: compare(plain, keyed),
      how: `medians of ${rounds} interleaved rounds, one after the other; Pictory answers at once`,
    },
    { what: 'The same without Redis', value: compare(alonePlain, aloneKeyed), how: 'in the same rounds' },
  ];
}

const WARM_UP = 30;

function compare(without: number, within: number): string {
  const ratio = (within / without).toFixed(2);
  return `${without.toFixed(1)} and ${within.toFixed(1)} ms (${signed(within - without)} ms, ratio ${ratio})`;
}
