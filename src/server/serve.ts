import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import type { Clock } from '../clock.ts';
import type { Callbacks } from '../domain/callbacks.ts';
import type { CallerRate } from '../domain/caller-rate.ts';
import type { Tenants } from '../domain/tenants.ts';
import type { Parts } from '../schema/context.ts';
import { createAnswers } from './answers.ts';
import { parseAskedOperation, parseSearchParameters, rememberAsked } from './asked-operation.ts';
import { createCallers } from './callers/callers.ts';
import { createCompiledQueries } from './compiled-queries.ts';
import type { Config } from './config.ts';
import { createEngine } from './engine.ts';
import type { Graphiql } from './graphiql.ts';
import { parseJson } from './http/body.ts';
import { CALLBACKS_PATH, createCallbackRoute } from './http/callback-route.ts';
import { createEventStreams } from './http/event-stream.ts';
import { behindGate } from './http/gate.ts';
import { answerOperation } from './http/graphql.ts';
import { watchIdleConnections } from './http/idle-connections.ts';
import { createOperatorRoutes } from './http/operator-routes.ts';
import { createHttpServer, type Route } from './http/server.ts';
import { createSingleConnections } from './http/single-connection.ts';
import { upgradeToWebSocket } from './http/upgrade.ts';
import { withoutReservations } from './http/without-reservations.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { createOpenConnections } from './open-connections.ts';
import { createRecords } from './operation-record.ts';
import { createOperations } from './operations.ts';
import { createPlanner } from './plans.ts';
import { createErrorPresenter } from './present-errors.ts';
import { Refusal } from './refusal.ts';
import { anyDocument, createTrustedDocuments } from './trusted-documents.ts';
import { createWebSockets } from './websocket.ts';

/** What is served, and to whom. */
export interface ServeOptions {
  config: Config;
  schema: GraphQLSchema;
  parts: Parts;
  callbacks: Pick<Callbacks, 'receive'>;
  callerRate: CallerRate;
  /** What `/ready` tells besides. */
  details: () => { readonly [name: string]: unknown };
  tenants: Tenants;
  /** Null: any document is executed. */
  trustedDocuments: ReadonlyMap<string, string> | null;
  /** Null: there is no editor. */
  graphiql: Graphiql | null;
  metrics: Metrics;
  clock: Clock;
  log: Log;
  shortcuts?: Shortcuts | undefined;
}

/** When a query that is asked again takes a shortcut. The defaults pay; others are for tests of each way. */
export interface Shortcuts {
  /** How often it is answered before its answers are kept: see answers.ts. */
  keptAfter: number;
  /** How often it is executed before it is compiled: see compiled-queries.ts. */
  compiledAfter: number;
}

/** A gateway that listens. */
export interface Serving {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /**
   * Takes nothing new, lets what is under way come to its end, and sends everybody else away so that they come again.
   * Resolves when nothing is left, at the latest after `config.http.drainLimitMs`, or, where a generation has been sent,
   * after its own timeout. True: nothing had to be cut off.
   */
  drain(): Promise<boolean>;
  /** Cuts everything at once. */
  close(): Promise<void>;
}

/** How long a client may take to read what came of its generation. */
const LAST_WORD_MS = 500;

/** The path of the GraphQL endpoint. */
export const ENDPOINT = '/graphql';

/**
 * Serves a schema by every transport.
 *
 * @throws what `listen` fails with, such as `EADDRINUSE`.
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { config, parts, graphiql, metrics, clock, log } = options;
  const { corsOrigins, bodyLimitBytes, trustedProxies } = config.http;
  const sites = {
    corsOrigins,
    // Behind a proxy, and for callers who must show a credential, the name in the request does no harm.
    localOnly: config.callers.anonymous !== null && trustedProxies === 0 && isLoopback(config.listen.host),
  };
  const draining = new AbortController();
  const connections = createOpenConnections();
  const callers = createCallers({ tenants: options.tenants, ...config.callers, clock });
  const { schema, trustedDocuments } = options;
  const createOneEngine = createEngine({ schema, introspection: config.introspection });
  const operations = createOperations({
    schema,
    parts,
    createEngine: createOneEngine,
    planner: createPlanner({
      schema,
      createEngine: createOneEngine,
      documents: trustedDocuments ? createTrustedDocuments(trustedDocuments) : anyDocument,
    }),
    answers: createAnswers({ timesBefore: options.shortcuts?.keptAfter }),
    compiledQueries: createCompiledQueries({ schema, timesBefore: options.shortcuts?.compiledAfter }),
    limits: config.operation,
    callerRate: options.callerRate,
    presentError: createErrorPresenter({ log, suggestions: config.introspection }),
    startRecord: createRecords({ log, metrics, clock }),
    clock,
    draining: draining.signal,
  });
  const eventStreams = createEventStreams(clock);
  const terms = {
    operations,
    readBody: rememberAsked((text) => parseAskedOperation(parseJson(text))),
    readSearch: rememberAsked(parseSearchParameters),
    callers,
    connections,
    eventStreams,
    clock,
    bodyLimitBytes,
    trustedProxies,
  };
  const gate = { sites, draining: draining.signal };
  const startedAtMs = clock.now();

  const server = createHttpServer({
    first: async ({ request, response, headers }) =>
      (await graphiql?.handle(request, response, headers)) ?? false,
    routes: new Map<string, Route>([
      [
        ENDPOINT,
        behindGate({ ...gate, methods: ['POST', 'GET'] }, (exchange) => answerOperation(exchange, terms)),
      ],
      [
        `${ENDPOINT}/stream`,
        behindGate(
          { ...gate, methods: ['POST', 'GET', 'PUT', 'DELETE'] },
          config.workers > 1
            ? withoutReservations(createSingleConnections(terms))
            : createSingleConnections(terms),
        ),
      ],
      [`${CALLBACKS_PATH}/*`, createCallbackRoute({ callbacks: options.callbacks, clock, log, metrics })],
      ['/', toEditor(graphiql)],
      ...createOperatorRoutes({
        readiness: () => ({
          ready: !draining.signal.aborted,
          details: {
            draining: draining.signal.aborted,
            openConnections: connections.size,
            uptimeSeconds: Math.round((clock.now() - startedAtMs) / 1000),
            ...options.details(),
          },
        }),
        metrics,
        metricsToken: config.metricsToken,
      }),
    ]),
    log,
    metrics,
  });
  const accept = createWebSockets({ ...terms, log, metrics, messageLimitBytes: bodyLimitBytes });
  server.on('upgrade', upgradeToWebSocket({ ...gate, path: ENDPOINT, accept, log, metrics }));
  const idle = watchIdleConnections(server);
  await listen(server, config.listen);
  const closed = once(server, 'close');

  const cut = () => {
    connections.cutAll();
    server.closeAllConnections();
  };
  return {
    url: urlOf(server, config.listen.host),
    async drain() {
      draining.abort();
      server.close();
      idle.end();
      connections.leaveAll();
      parts.studio.startDraining();
      parts.jobs.drain();
      parts.pixverse?.drain();
      const inTime = new AbortController();
      const limit = clock.sleep(config.http.drainLimitMs, inTime.signal).then(
        () => false,
        () => true,
      );
      const finished = Promise.all([closed, parts.studio.drained()]).then(() => true);
      const isFinished = await Promise.race([finished, limit]);
      inTime.abort();
      // What may have been paid for outranks the limit: it runs to its own timeout, and its client is told.
      if (!isFinished)
        await Promise.race([parts.studio.drained(), clock.sleep(config.upstream.generateTimeoutMs)]);
      if (!isFinished) await Promise.race([finished, clock.sleep(LAST_WORD_MS)]);
      cut();
      return isFinished;
    },
    async close() {
      draining.abort();
      server.close();
      cut();
      await closed;
    },
  };
}

/** Where browsers land that only know the host. */
function toEditor(graphiql: Graphiql | null): Route {
  return (exchange) => {
    const { request } = exchange;
    if (!graphiql || !request.headers.accept?.includes('text/html')) {
      throw new Refusal(404, 'BAD_REQUEST', `There is nothing at this path. GraphQL is at ${ENDPOINT}.`);
    }
    exchange.writeHead(302, { location: ENDPOINT }).end();
  };
}

function listen(server: Server, { port, host }: Config['listen']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** An address that can be opened on this machine. */
function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const reachable = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}${ENDPOINT}`;
}
