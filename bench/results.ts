import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Chart } from './part.ts';

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
do meanwhile. Those of one section do: each is a run of its own.
`;

/** The machine, in words, as it is now. */
export function describeMachine(): string {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1);
  return `${cpus().length} cores (${first?.model.trim()}), ${gigabytes} GB, load ${load} before it began`;
}

/** The commit that is measured, in words; a copy without its history has none. */
export function describeSource(): string {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
  try {
    const changes = git('status', '--porcelain', 'src', 'scripts', 'package-lock.json');
    return `Commit ${git('rev-parse', '--short', 'HEAD')}${changes && ' with changes'}`;
  } catch {
    return 'No commit';
  }
}

/** Above this load, figures are those of the neighbours. */
const BUSY_LOAD = 1;

/** Whether others are at work on the machine. */
export function isBusy(): boolean {
  return (loadavg()[0] ?? 0) > BUSY_LOAD;
}

/** The groups as Markdown, each with a table whose columns are aligned for whoever reads it as text. */
export function toMarkdown(groups: readonly FigureGroup[]): string {
  return groups
    .map(({ title, figures }) => `### ${title}\n\n${toFigureTable(figures)}`)
    .join('\n\n')
    .concat('\n');
}

function toFigureTable(figures: readonly Figure[]): string {
  return toTable([['what', 'value', 'how'], ...figures.map(({ what, value, how }) => [what, value, how])]);
}

/** A table whose first row is its head; all columns but the last are aligned. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head
    .slice(0, -1)
    .map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  return [lines[0], `| ${head.map(() => '---').join(' | ')} |`, ...lines.slice(1)].join('\n');
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

/** Puts a picture to where the text of its section refers to. */
export async function writeChart({ file, svg }: Chart): Promise<void> {
  const place = new URL(file, import.meta.url);
  await mkdir(new URL('.', place), { recursive: true });
  await writeFile(place, svg);
}
