import { spawnSync } from 'node:child_process';

// dependency-cruiser prints a tick when it has understood nothing: a check of no modules is a failed one.
const run = spawnSync(
  'depcruise',
  ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
  {
    encoding: 'utf8',
  },
);
process.stdout.write(run.stdout);
process.stderr.write(run.stderr);
const modules = Number(/\((\d+) modules/.exec(run.stdout)?.[1] ?? 0);
if (run.status === 0 && modules < 10) {
  process.stderr.write(
    'Only a handful of modules were seen: dependency-cruiser cannot read this TypeScript. Check its version against TypeScript 6.\n',
  );
  process.exit(1);
}
process.exit(run.status ?? 1);
