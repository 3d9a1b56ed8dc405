import { startRedis } from '../../test/support/redis-server.ts';
import type { Part, PartResult } from '../part.ts';
import { type FigureGroup, toMarkdown } from '../results.ts';
import { measureFaults } from './faults.ts';
import { measureGenerating } from './generating.ts';
import { measureMemory } from './memory.ts';
import { measureProcesses } from './processes.ts';
import { versionOf } from './redis-facts.ts';
import { measureWatching } from './watching.ts';
import { measureWorkers } from './workers.ts';

/** How much is measured. */
const FULL = {
  memory: { jobCount: 1000 },
  watching: { rounds: 2, endCount: 100 },
  generating: { rounds: 200 },
  processes: { rounds: 7 },
  workers: { rounds: 5, seconds: 3 },
  faults: { kills: 3, restarts: 3 },
};
const QUICK: typeof FULL = {
  memory: { jobCount: 200 },
  watching: { rounds: 1, endCount: 20 },
  generating: { rounds: 20 },
  processes: { rounds: 1 },
  workers: { rounds: 1, seconds: 1 },
  faults: { kills: 1, restarts: 1 },
};

/** Replicas on Redis: three gateways, a redis-server and a simulated Pictory. */
export const replicas: Part = {
  name: 'replicas',
  heading: 'Replicas on Redis',
  about: 'what copies of the gateway on one Redis cost and how soon they hear of one another; 4 minutes',
  run: ({ quick }) => run(quick ? QUICK : FULL),
};

async function run(extent: typeof FULL): Promise<PartResult> {
  const groups: FigureGroup[] = [];
  for (const [title, measure] of [
    ['Memory of Redis', () => measureMemory(extent.memory)],
    ['Watching', () => measureWatching(extent.watching)],
    ['Generating', () => measureGenerating(extent.generating)],
    ['Processes', () => measureProcesses(extent.processes)],
    ['Several processes on one port', () => measureWorkers(extent.workers)],
    ['Faults', () => measureFaults(extent.faults)],
  ] as const) {
    process.stderr.write(`${title} ...\n`);
    groups.push({ title, figures: await measure() });
  }
  const conditions = `${await readRedisVersion()}. Gateways, Redis, simulated Pictory and subscribers share the machine.`;
  return { text: `${conditions}\n\n${toMarkdown(groups)}` };
}

async function readRedisVersion(): Promise<string> {
  await using redis = await startRedis();
  return await versionOf(redis);
}
