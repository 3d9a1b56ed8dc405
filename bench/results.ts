import { readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';

/** One line of a table of results. */
export interface Figure {
  /** What was measured, with its unit where the value has none. */
  what: string;
  value: string;
  /** How, of how many, and what it is compared with. */
  how: string;
}

/** What the figures of a table have in common. */
export interface FigureGroup {
  title: string;
  figures: readonly Figure[];
}

const RESULTS = new URL('RESULTS.md', import.meta.url);

const PREAMBLE = `# Results

What \`npm run bench -- --write\` has measured. Figures of different runs do not compare: machines differ, and so does what else they
do meanwhile. Those of one run do.
`;

/** The machine, in words, as it is now. */
export function describeMachine(): string {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1);
  return `${cpus().length} cores (${first?.model.trim()}), ${gigabytes} GB, load ${load} before it began`;
}

/** The groups as Markdown, each with a table whose columns are aligned for whoever reads it as text. */
export function toMarkdown(groups: readonly FigureGroup[]): string {
  return groups
    .map(({ title, figures }) => `### ${title}\n\n${toTable(figures)}`)
    .join('\n\n')
    .concat('\n');
}

function toTable(figures: readonly Figure[]): string {
  const rows = [
    ['what', 'value', 'how'],
    ...figures.map(({ what, value, how }) => [what, value, how]),
  ] as const;
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  return [lines[0], '| --- | --- | --- |', ...lines.slice(1)].join('\n');
}

/** Puts a section into bench/RESULTS.md, in the place of the one that has the same heading, if there is one. */
export async function writeSection(heading: string, text: string): Promise<void> {
  const before = await readFile(RESULTS, 'utf8').catch(() => PREAMBLE);
  const sections = before.split(/^(?=## )/m);
  const section = `## ${heading}\n\n${text}`;
  const place = sections.findIndex((each) => each.startsWith(`## ${heading}\n`));
  if (place === -1) sections.push(section);
  else sections[place] = section;
  await writeFile(RESULTS, `${sections.map((each) => each.trimEnd()).join('\n\n')}\n`);
}
