import { toBarChart } from '../chart.ts';
import type { Chart } from '../part.ts';
import { toTable } from '../results.ts';
import { type Capacity, capacityFor } from './capacity.ts';
import type { Cells, Setting } from './cells.ts';
import { CONTENDERS, type ContenderKind, type ContenderName } from './contenders.ts';
import type { ServerFigures } from './promises.ts';
import { QUERIES } from './queries.ts';

const CHART_FILE = 'charts/http-cpu.svg';
const REFERENCE: ContenderName = 'mercurius';

type Named = ContenderKind & { name: ContenderName };

/** The tables of a run: each setting, then the servers themselves. */
export function toReport(options: {
  cells: Cells;
  settings: readonly Setting[];
  servers: ReadonlyMap<ContenderName, ServerFigures>;
  capacity: Capacity;
}): string {
  const { cells, settings, servers, capacity } = options;
  const queries = QUERIES.map(({ name, meaning }) => `\`${name}\`: ${meaning}`).join('; ');
  const abilities = QUERIES.map((query) => `${query.name} ${Math.round(capacityFor(capacity, query))}`);
  return [
    `${queries}. Pages are the same at each call, as libraries mostly are, and then we read them once; what it costs when they are not stands under "no page like the one before". The ratio in brackets is to Mercurius with JIT. CPU per request is that of the server's process, all threads; "core" is the share of a core it had: well below 100 %, requests/s say more about the machine than about the server. wrk makes up for the requests that a connection does not send while it waits for one answer unusually long: one pause weighs more in a p99 than it does with other generators. All run on the same Node with the one flag that ours sets for itself (--no-allocation-site-pretenuring). The upstream alone serves, in calls/s: ${abilities.join(', ')}.`,
    `![CPU per request](${CHART_FILE})`,
    ...settings.map((setting) => `### ${toHeading(setting)}\n\n${toSettingTable(cells, setting)}`),
    `### Servers\n\n${toServerTable(servers)}`,
  ]
    .join('\n\n')
    .concat('\n');
}

/** CPU per request at 100 connections, Pictory at once. */
export function toCpuChart(cells: Cells): Chart {
  const setting = { connections: 100, delayMs: 0 };
  const groups = QUERIES.map(({ name, meaning }) => ({
    name: `${name}: ${meaning}`,
    bars: measuredIn(cells).map((contender) => ({
      name: contender.title,
      value: cells.median(contender.name, name, setting, 'cpuMs'),
    })),
  }));
  return {
    file: CHART_FILE,
    svg: toBarChart('CPU per request in ms, 100 connections, upstream at 0 ms', groups, (ms) =>
      ms.toFixed(3),
    ),
  };
}

function measuredIn(cells: Cells, setting?: Setting): Named[] {
  return CONTENDERS.filter(
    ({ name }) =>
      (setting?.contenders?.includes(name) ?? true) && cells.all.some(({ contender }) => contender === name),
  );
}

function toHeading({ connections, delayMs, changing, rounds }: Setting): string {
  const many = connections === 1 ? 'One connection' : `${connections} connections`;
  return `${many}, upstream at ${delayMs} ms${changing ? ', no page like the one before' : ''}${rounds === 1 ? ', one round' : ''}`;
}

function toSettingTable(cells: Cells, setting: Setting): string {
  const head = ['query', 'server', 'requests/s', 'CPU per request', 'p50', 'p99', 'upstream calls', 'core'];
  const rows = setting.queries.flatMap((query) =>
    measuredIn(cells, setting).map(({ name, title }) => {
      const value = (of: Parameters<Cells['median']>[3], contender = name) =>
        cells.median(contender, query, setting, of);
      const beside = (of: Parameters<Cells['median']>[3]) => {
        const reference = value(of, REFERENCE);
        return Number.isNaN(reference) ? '' : ` (${(value(of) / reference).toFixed(2)})`;
      };
      return [
        query,
        title,
        `${Math.round(value('requestsPerSecond'))}${beside('requestsPerSecond')}`,
        `${value('cpuMs').toFixed(3)} ms${beside('cpuMs')}`,
        `${value('p50Ms').toFixed(1)} ms`,
        `${value('p99Ms').toFixed(1)} ms`,
        value('upstreamCalls').toFixed(2),
        `${Math.round(100 * value('cpuShare'))} %`,
      ];
    }),
  );
  return toTable([head, ...rows]);
}

function toServerTable(servers: ReadonlyMap<ContenderName, ServerFigures>): string {
  const rows = CONTENDERS.flatMap(({ name, title }) => {
    const figures = servers.get(name);
    if (!figures) return [];
    return [[title, `${Math.round(figures.startMs)} ms`, `${Math.round(figures.peakBytes / 1e6)} MB`]];
  });
  return toTable([['server', 'start to first answer', 'peak memory (pages that stay the same)'], ...rows]);
}
