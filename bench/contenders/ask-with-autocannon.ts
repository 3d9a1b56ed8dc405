import { readFileSync } from 'node:fs';
import autocannon, { type Options, type Result } from 'autocannon';
import type { Load, LoadResult, requestsOf } from '../http/load.ts';

// Asks as the file says that is its only argument, and prints how it went. Lives here because autocannon is installed here.

const load: Pick<Load, 'url' | 'connections' | 'seconds'> & { requests: ReturnType<typeof requestsOf> } =
  JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const latencies: number[] = [];

const options: Options = {
  url: load.url,
  connections: load.connections,
  duration: load.seconds,
  requests: load.requests.map(({ authorization, body }) => ({
    method: body === '' ? 'GET' : 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === '' ? {} : { body }),
  })),
};
const { duration, throughput, non2xx, errors } = await new Promise<Result>((resolve, reject) => {
  const run = autocannon(options, (error, result) => (error ? reject(error) : resolve(result)));
  // Its own percentiles are whole milliseconds.
  run.on('response', (_client, _status, _bytes, ms) => latencies.push(ms));
});

latencies.sort((left, right) => left - right);
const percentile = (share: number) => latencies[Math.ceil(share * latencies.length) - 1] ?? Number.NaN;
const result: LoadResult = {
  requests: latencies.length,
  seconds: duration,
  p50Ms: percentile(0.5),
  p99Ms: percentile(0.99),
  bytes: throughput.total,
  failures: non2xx + errors,
};
console.log(JSON.stringify(result));
