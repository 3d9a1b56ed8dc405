import { parseArgs } from 'node:util';
import { bounds } from './bounds/part.ts';
import { type Check, toChecklist } from './checks.ts';
import { http } from './http/part.ts';
import type { Part, PartResult } from './part.ts';
import { replicas } from './replicas/part.ts';
import { describeMachine, describeSource, isBusy, writeChart, writeSection } from './results.ts';
import { scale } from './scale/part.ts';
import { soak } from './soak/part.ts';
import { subscriptions } from './subscriptions/part.ts';

const PARTS: readonly Part[] = [http, subscriptions];
/** Run only when asked for. */
const MORE_PARTS: readonly Part[] = [replicas, scale, bounds, soak];
const ALL_PARTS = [...PARTS, ...MORE_PARTS];

const HELP = `Usage: npm run bench [-- <part>... --quick --write --help]

Measures the gateway on this machine; everything it needs is started for it. Prints tables, and at the end what the gateway
promises with what was measured.

Parts that run when none is named, in about 11 minutes:

${toList(PARTS)}

Parts that run when named:

${toList(MORE_PARTS)}

  --quick        less of everything, in under 2 minutes where no part is named: to see that it works
  --write        puts the tables into bench/RESULTS.md as well, unless the machine is busy
`;

const options = readOptions();
if (options.help) process.stdout.write(HELP);
else if (options.write && isBusy())
  fail('The machine is busy: nothing measured now is worth writing down.\n', 1);
else await run(options);

async function run({ parts, quick, write }: { parts: readonly Part[]; quick: boolean; write: boolean }) {
  const beganAt = performance.now();
  const conditions = `${new Date().toISOString().slice(0, 10)}. ${describeMachine()}, Node ${process.versions.node}. ${describeSource()}.`;
  const checks: Check[] = [];
  const faults: string[] = [];
  for (const part of parts) {
    process.stderr.write(`\n${part.name}\n`);
    const result = await part.run({ quick });
    process.stdout.write(`\n## ${part.heading}\n\n${conditions} ${result.text}`);
    checks.push(...(result.checks ?? []));
    faults.push(...(result.faults ?? []));
    if (!write || result.faults?.length) continue;
    await writeSection(part.heading, `${conditions} ${toText(result)}`);
    for (const chart of result.charts ?? []) await writeChart(chart);
  }
  const extent = quick ? ', too shortly to tell' : '';
  if (checks.length > 0) process.stdout.write(`\nPromised, and measured${extent}:\n\n${toChecklist(checks)}`);
  process.stderr.write(`\n${Math.round((performance.now() - beganAt) / 1000)} s\n`);
  if (faults.length > 0) fail(`\nTHESE FIGURES ARE WORTHLESS:\n${faults.join('\n')}\n`, 1);
}

function toList(parts: readonly Part[]): string {
  return parts.map(({ name, about }) => `  ${name.padEnd(14)} ${about}`).join('\n');
}

function toText({ text, checks = [] }: PartResult): string {
  return checks.length === 0 ? text : `${text}\n### Promised, and measured\n\n${toChecklist(checks)}`;
}

function readOptions(): { help: boolean; quick: boolean; write: boolean; parts: readonly Part[] } {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        help: { ...flag, short: 'h' },
        quick: flag,
        write: flag,
      },
    });
    if (values.quick && values.write)
      throw new Error('--quick is to try it out: its figures are not written.');
    const unknown = positionals.find((name) => !ALL_PARTS.some((part) => part.name === name));
    if (unknown !== undefined) throw new Error(`There is no part ${unknown}.`);
    const asked = ALL_PARTS.filter(({ name }) => positionals.includes(name));
    return { ...values, parts: asked.length > 0 ? asked : PARTS };
  } catch (error) {
    return fail(`${(error as Error).message}\n\n${HELP}`, 2);
  }
}

function fail(words: string, exitCode: number): never {
  process.stderr.write(words);
  process.exit(exitCode);
}
