import { type Clock, systemClock } from '../clock.ts';
import { createAccounts } from '../domain/account.ts';
import { type Callbacks, createCallbacks } from '../domain/callbacks.ts';
import type { Catalogue } from '../domain/generation/catalogue.ts';
import { createLastFrames } from '../domain/generation/last-frame.ts';
import { createJobs } from '../domain/jobs.ts';
import { createLibrary } from '../domain/library.ts';
import { createPageCache, createPages } from '../domain/paging/pages.ts';
import { walkConnection } from '../domain/paging/walk.ts';
import { createPixverseGallery } from '../domain/pixverse/gallery.ts';
import { createPixverseTenant, type PixverseTenant } from '../domain/pixverse/tenant.ts';
import { deriveKey } from '../domain/seal.ts';
import { createSharedReads } from '../domain/shared-reads.ts';
import { createStudio } from '../domain/studio.ts';
import { createTenants } from '../domain/tenants.ts';
import { createMemoryReplicas } from '../replicas/memory.ts';
import type { Replicas } from '../replicas/replicas.ts';
import type { Parts } from '../schema/context.ts';
import { createSchema } from '../schema/schema.ts';
import { createPictory } from '../upstream/pictory/create-pictory.ts';
import type { JobReading } from '../upstream/pictory/jobs.ts';
import { createPixverse } from '../upstream/pixverse/create-pixverse.ts';
import type { Pixverse } from '../upstream/pixverse/pixverse.ts';
import type { Config } from './config.ts';
import { loadConfigFiles } from './config-files.ts';
import { CALLBACKS_PATH } from './http/callback-route.ts';
import { describeError, type Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import type { Secret } from './secret.ts';
import { ENDPOINT, type Serving, type Shortcuts, serve } from './serve.ts';
import { VERSION } from './version.ts';
import type { Worker } from './workers/worker.ts';

/** The whole gateway, listening. Disposing cuts everything at once. */
export interface App extends AsyncDisposable, Pick<Serving, 'url' | 'drain'> {}

/**
 * Puts the parts together and listens.
 *
 * @param options.worker that this process is; null: it is the only one.
 * @throws {ConfigError} when a file that the configuration names cannot be used.
 * @throws what listening fails with, such as `EADDRINUSE`.
 */
export async function createApp(options: {
  config: Config;
  log: Log;
  clock?: Clock;
  worker?: Worker | null;
  shortcuts?: Shortcuts | undefined;
}): Promise<App> {
  const { config, log, clock = systemClock, worker = null } = options;
  const { catalogue, trustedDocuments } = await loadConfigFiles(config);
  const metrics = createMetrics(worker);
  const { timeoutMs, generateTimeoutMs, concurrency, ratePerMinute } = config.upstream;
  const calls = {
    userAgent: `pictory-graphql/${VERSION}`,
    timeoutMs,
    concurrency,
    ratePerMinute,
    onCall: metrics.upstreamCalled,
    clock,
  };
  const pictory = createPictory({ ...calls, baseUrl: config.pictory.baseUrl, generateTimeoutMs });
  const pixverse = config.pixverse && createPixverse({ ...calls, baseUrl: config.pixverse.baseUrl });
  const gatewaySecrets = config.gatewaySecrets.map((secret) => secret.reveal());
  const replicas = await openReplicas({ config, clock, log, metrics });
  const { parts, callbacks } = createParts({
    config,
    catalogue,
    replicas,
    pixverseTenant:
      config.pixverse && pixverse && toPixverseTenant(pixverse, config.pixverse.token, gatewaySecrets),
    clock,
    log,
  });
  const dispose = async () => {
    await parts.jobs[Symbol.asyncDispose]();
    await parts.pixverse?.[Symbol.asyncDispose]();
    await pictory[Symbol.asyncDispose]();
    await pixverse?.[Symbol.asyncDispose]();
    await replicas[Symbol.asyncDispose]();
  };
  try {
    const serving = await serve({
      config,
      schema: createSchema(config.subgraphPrefix),
      parts,
      callbacks,
      callerRate: replicas.callerRate,
      details: () => (replicas.redis ? { redis: replicas.redis } : {}),
      tenants: createTenants({
        pictory,
        gatewayKey: config.pictory.apiKey?.reveal() ?? null,
        gatewaySecrets,
      }),
      trustedDocuments,
      graphiql: config.graphiql
        ? (await import('./graphiql/editor.ts')).createEditor({ config, endpoint: ENDPOINT, log })
        : null,
      metrics,
      clock,
      log,
      shortcuts: options.shortcuts,
    });
    return {
      url: serving.url,
      async drain() {
        const isFinished = await serving.drain();
        await replicas.told();
        return isFinished;
      },
      async [Symbol.asyncDispose]() {
        await serving.close();
        await dispose();
      },
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function toPixverseTenant(client: Pixverse, secret: Secret, gatewaySecrets: readonly string[]) {
  const token = secret.reveal();
  return createPixverseTenant({ pixverse: client.account(token), token, gatewaySecrets });
}

/** What copies of this process share: through Redis, whose client is loaded only then, or nothing. */
async function openReplicas(options: {
  config: Config;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}): Promise<Replicas> {
  const { config, clock, log, metrics } = options;
  const { callerRatePerMinute } = config.http;
  if (!config.redis) return createMemoryReplicas({ clock, callerRatePerMinute });
  const { openRedisReplicas } = await import('../replicas/redis.ts');
  return openRedisReplicas({
    url: config.redis.url.reveal(),
    prefix: config.redis.prefix,
    clock,
    callerRatePerMinute,
    nameKey: deriveKey(
      (config.gatewaySecrets[0] ?? config.pictory.apiKey ?? config.redis.url).reveal(),
      'caller names',
    ),
    onNews(news) {
      if (news.type === 'up' || news.type === 'away') metrics.redisChanged(news.type === 'up');
      switch (news.type) {
        case 'up':
          log.info('Redis is up');
          for (const concern of news.concerns) log.warn(`Redis: ${concern}`);
          break;
        case 'away':
          log.warn(
            { reason: news.reason },
            'Redis is away: this process works alone, and starts no generation with an idempotency key',
          );
          break;
        case 'restarted':
          log.warn('Redis has been restarted or emptied: what this process remembers is written back');
          break;
        case 'stray':
          log.warn({ error: describeError(news.error) }, 'a message on Redis could not be understood');
      }
    },
  });
}

/** What the resolvers ask, each part given what it needs of the others. */
function createParts(options: {
  config: Config;
  catalogue: Catalogue;
  replicas: Replicas;
  pixverseTenant: PixverseTenant | null;
  clock: Clock;
  log: Log;
}): { parts: Parts; callbacks: Callbacks } {
  const { config, catalogue, replicas, pixverseTenant, clock, log } = options;
  const onFault = (message: string, cause: unknown) => {
    // That Redis is away has been told once; of what follows a line is enough.
    if (cause instanceof Error && cause.name === 'RedisAwayError')
      log.warn({ reason: cause.message }, message);
    else log.error({ error: describeError(cause) }, message);
  };
  const reads = createSharedReads(clock, config.upstream.dedupe);
  const pages = { reads, cache: createPageCache(clock), cacheTtlMs: config.library.pageCacheTtlMs, clock };
  const library = createLibrary({
    ...pages,
    lookupMaxPages: config.library.lookupMaxPages,
    filterMaxPages: config.library.filterMaxPages,
    places: replicas.places,
  });
  const callbacks = createCallbacks({
    store: replicas.callbacks,
    noteCall: replicas.jobs.noteCall,
    publicUrl: config.publicUrl === null ? null : `${config.publicUrl}${CALLBACKS_PATH}`,
    clock,
    onFault,
  });
  const jobPages = createPages<JobReading>({
    ...pages,
    kind: 'jobs',
    list: (tenant, key, call) => tenant.pictory.listJobs(key, call),
  });
  const watchTerms = {
    intervalMs: config.jobs.pollIntervalMs,
    maxIntervalMs: config.jobs.pollMaxIntervalMs,
    watchLimitMs: config.jobs.watchLimitMs,
  };
  const jobs = createJobs({
    store: replicas.jobs,
    callbacks,
    reads,
    clock,
    listJobPages: (tenant, page, operation) => walkConnection(jobPages, tenant, page, operation),
    onEnded(tenant, { status, kind }) {
      jobPages.forgetFirst(tenant);
      if (status === 'CLEANED') library.forgetPages(tenant);
      else if (status === 'COMPLETED' && kind !== 'OTHER') {
        library.forgetFirstPage(tenant, kind === 'IMAGE' ? 'image' : kind === 'VIDEO' ? 'video' : null);
      }
    },
    ...watchTerms,
  });
  const pixverse =
    pixverseTenant &&
    createPixverseGallery({
      tenant: pixverseTenant,
      store: replicas.pixverseImages,
      reads,
      clock,
      ...watchTerms,
    });
  const studio = createStudio({
    catalogue,
    jobs,
    callbacks,
    records: replicas.records,
    clock,
    allowPrivateUrls: config.allowPrivateUrls,
    loadLastFrame: createLastFrames({ library, jobs }),
    onFault,
  });
  const accounts = createAccounts({ reads });
  return { parts: { catalogue, library, jobs, studio, accounts, pixverse }, callbacks };
}
