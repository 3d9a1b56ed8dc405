import { parseArgs } from 'node:util';
import { startRedis } from '../test/support/redis-server.ts';
import { measureFaults } from './replicas/faults.ts';
import { measureGenerating } from './replicas/generating.ts';
import { measureMemory } from './replicas/memory.ts';
import { measureProcesses } from './replicas/processes.ts';
import { versionOf } from './replicas/redis-facts.ts';
import { measureWatching } from './replicas/watching.ts';
import { describeMachine, type FigureGroup, toMarkdown, writeSection } from './results.ts';

const HELP = `Usage: npm run bench [-- --quick | --write | --help]

Measures what replicas cost and how they behave: three gateways, a redis-server and a simulated Pictory, all started for
it on this machine. Takes about three minutes and prints a table.

  --quick  fewer of everything, in a little over a minute: to see that it works
  --write  puts the table into bench/RESULTS.md as well
`;

/** How much is measured. */
const FULL = {
  memory: { jobCount: 1000 },
  watching: { rounds: 2, endCount: 100 },
  generating: { rounds: 200 },
  processes: { rounds: 7 },
  faults: { kills: 3, restarts: 3 },
};
const QUICK: typeof FULL = {
  memory: { jobCount: 200 },
  watching: { rounds: 1, endCount: 20 },
  generating: { rounds: 20 },
  processes: { rounds: 1 },
  faults: { kills: 1, restarts: 1 },
};

const options = readOptions();
if (options.help) process.stdout.write(HELP);
else await run(options);

async function run({ quick, write }: { quick: boolean; write: boolean }): Promise<void> {
  const beganAt = performance.now();
  const extent = quick ? QUICK : FULL;
  const conditions = `${new Date().toISOString().slice(0, 10)}. ${describeMachine()}, Node ${process.versions.node}, ${await readRedisVersion()}. Gateways, Redis, simulated Pictory and subscribers share the machine.`;
  const groups: FigureGroup[] = [];
  for (const [title, measure] of [
    ['Memory of Redis', () => measureMemory(extent.memory)],
    ['Watching', () => measureWatching(extent.watching)],
    ['Generating', () => measureGenerating(extent.generating)],
    ['Processes', () => measureProcesses(extent.processes)],
    ['Faults', () => measureFaults(extent.faults)],
  ] as const) {
    process.stderr.write(`${title} ...\n`);
    groups.push({ title, figures: await measure() });
  }
  const text = `${conditions}\n\n${toMarkdown(groups)}`;
  process.stdout.write(`\n${text}`);
  if (write) await writeSection('Replicas on Redis', text);
  process.stderr.write(`\n${Math.round((performance.now() - beganAt) / 1000)} s\n`);
}

async function readRedisVersion(): Promise<string> {
  await using redis = await startRedis();
  return await versionOf(redis);
}

function readOptions(): { help: boolean; quick: boolean; write: boolean } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values } = parseArgs({ options: { help: { ...flag, short: 'h' }, quick: flag, write: flag } });
    if (values.quick && values.write)
      throw new Error('--quick is to try it out: its figures are not written.');
    return values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    process.exit(2);
  }
}
