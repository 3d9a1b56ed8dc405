import { AggregatorRegistry, Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from '../domain/errors.ts';
import type { CallReport } from '../upstream/host.ts';
import type { Worker } from './workers/worker.ts';

/** The kinds of operations, and `invalid` for what could not be told. */
export type OperationType = 'query' | 'mutation' | 'subscription' | 'invalid';

/** The ways an operation can come: a request of its own, a shared stream of events, a WebSocket. */
export type Transport = 'http' | 'single-connection' | 'websocket';

/** How an operation has ended: well, with the code of its first error, or because its client had left. */
export type OperationOutcome = 'OK' | 'ABANDONED' | ErrorCode;

/** Numbers about the process for Prometheus. Every label takes its values from a short closed set. */
export interface Metrics {
  operationEnded(operation: {
    type: OperationType;
    transport: Transport;
    code: OperationOutcome;
    seconds: number;
    upstreamCalls: number;
  }): void;
  /** Counts a call to a REST API, polls included. */
  upstreamCalled(call: CallReport): void;
  requestRefused(code: ErrorCode, status: number): void;
  callbackReceived(outcome: 'known' | 'unknown' | 'not-looked-up'): void;
  /** @param isUp whether the store that replicas share answers. */
  redisChanged(isUp: boolean): void;
  subscriptionOpened(transport: Transport): void;
  subscriptionClosed(transport: Transport): void;
  webSocketOpened(): void;
  webSocketClosed(): void;
  /** In Prometheus' text format. */
  print(): Promise<{ contentType: string; text: string }>;
}

/**
 * A registry of its own, with the process' own numbers in it.
 *
 * @param worker what it prints are then sums over all workers. Null: this process is the only one.
 */
export function createMetrics(worker: Pick<Worker, 'countsOfOthers' | 'onCount'> | null = null): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const operations = new Counter({
    name: 'pictory_graphql_operations_total',
    help: 'Operations that have ended, by type, transport and the code of their first error: OK without one, ABANDONED for what failed because the client had left.',
    labelNames: ['type', 'transport', 'code'],
    registers,
  });
  const durations = new Histogram({
    name: 'pictory_graphql_operation_duration_seconds',
    help: 'Time to the answer of queries and mutations. Waits that a client asked for are in it.',
    labelNames: ['type'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const upstreamCalls = new Counter({
    name: 'pictory_graphql_operation_upstream_calls_total',
    help: 'Calls to REST APIs that operations have caused, retries included; polls of what is watched are not in it.',
    labelNames: ['type'],
    registers,
  });
  const calls = new Histogram({
    name: 'pictory_graphql_upstream_call_duration_seconds',
    help: 'Calls to Pictory and useapi.net, by route and outcome ("ok", or what went wrong).',
    labelNames: ['method', 'route', 'outcome'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const refusals = new Counter({
    name: 'pictory_graphql_refused_requests_total',
    help: 'HTTP requests that were refused before they became an operation.',
    labelNames: ['code', 'status'],
    registers,
  });
  const callbacks = new Counter({
    name: 'pictory_graphql_callbacks_total',
    help: "Pictory's callbacks, by whether their address was known; not-looked-up: Redis was away.",
    labelNames: ['outcome'],
    registers,
  });
  const redis = new Gauge({
    name: 'pictory_graphql_redis_up',
    help: 'Whether the Redis that replicas share answers: 1 or 0. Not there without REDIS_URL.',
    registers: [],
    // Of several processes: whether it answers all of them.
    aggregator: 'min',
  });
  const subscriptions = new Gauge({
    name: 'pictory_graphql_subscriptions',
    help: 'Subscriptions that are open now.',
    labelNames: ['transport'],
    registers,
  });
  const webSockets = new Gauge({
    name: 'pictory_graphql_websockets',
    help: 'WebSocket connections that are open now.',
    registers,
  });
  const count = () => registry.getMetricsAsJSON();
  if (worker) {
    worker.onCount(count);
    new Gauge({
      name: 'pictory_graphql_workers',
      help: 'Processes whose numbers are in these sums. Not there with WEB_CONCURRENCY=1.',
      registers,
    }).set(1);
  }

  return {
    operationEnded({ type, transport, code, seconds, upstreamCalls: calls }) {
      operations.inc({ type, transport, code });
      if (calls > 0) upstreamCalls.inc({ type }, calls);
      if (type === 'query' || type === 'mutation') durations.observe({ type }, seconds);
    },
    upstreamCalled: ({ method, route, failure, durationMs }) =>
      calls.observe({ method, route, outcome: failure ?? 'ok' }, durationMs / 1000),
    requestRefused: (code, status) => refusals.inc({ code, status }),
    callbackReceived: (outcome) => callbacks.inc({ outcome }),
    redisChanged(isUp) {
      registry.registerMetric(redis);
      redis.set(isUp ? 1 : 0);
    },
    subscriptionOpened: (transport) => subscriptions.inc({ transport }),
    subscriptionClosed: (transport) => subscriptions.dec({ transport }),
    webSocketOpened: () => webSockets.inc(),
    webSocketClosed: () => webSockets.dec(),
    async print() {
      const printed = worker
        ? AggregatorRegistry.aggregate([await count(), ...(await worker.countsOfOthers())])
        : registry;
      return { contentType: registry.contentType, text: await printed.metrics() };
    },
  };
}
