import { execFileSync } from 'node:child_process';

/** What a process needs besides a socket for each subscriber. */
const OTHER_FILES = 500;

/** The most subscribers that a process may hold here: each takes an open file, at the gateway and at the other end. */
export function mostSubscribers(): number {
  const limit = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  return limit === 'unlimited' ? Number.POSITIVE_INFINITY : Number(limit) - OTHER_FILES;
}
