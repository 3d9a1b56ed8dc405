import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { MeterAnswer, MeterQuestion } from './measured-process.ts';

// Loaded before the program that is measured (`node --import`): tells the benchmark what the process has used so far. But for
// the flag below it does nothing until it is asked.

// The gateway sets it itself (src/main.ts). What is compared runs with the same flags.
setFlagsFromString('--no-allocation-site-pretenuring');

let collect: NodeJS.GCFunction | null = null;

process.on('message', (question: MeterQuestion | { meter?: undefined }) => {
  if (question.meter === undefined) return;
  if (question.meter === 'settled usage') collectGarbage();
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const answer: MeterAnswer = {
    meter: question.number,
    cpuMs: (user + system) / 1000,
    rssBytes: rss,
    liveBytes: heapUsed + external,
    peakRssBytes: peakBytes(),
  };
  process.send?.(answer);
});
// Without whoever asks there is nothing to measure.
process.on('disconnect', () => process.exit());

/** `maxRSS` of Linux begins with that of the process that has started this one, which may be larger. */
function peakBytes(): number {
  const { maxRSS } = process.resourceUsage();
  if (process.platform !== 'linux') return maxRSS * 1024;
  const [, kilobytes = maxRSS] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

/** All that can be freed, as after a while of idling; twice, because what the first round finalises is freed by the second. */
function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as NodeJS.GCFunction;
  }
  for (let round = 0; round < 2; round++)
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
