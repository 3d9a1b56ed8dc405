import { readFile } from 'node:fs/promises';
import { type Clock, systemClock } from '../clock.ts';
import { createAccounts } from '../domain/account.ts';
import { type Catalogue, createCatalogue } from '../domain/catalogue.ts';
import { CatalogueFileError, parseCatalogueFile } from '../domain/catalogue-file.ts';
import { createJobs } from '../domain/jobs.ts';
import { createLastFrames } from '../domain/last-frame.ts';
import { createLibrary } from '../domain/library.ts';
import { createPageCache, createPages } from '../domain/pages.ts';
import { createSharedReads } from '../domain/shared-reads.ts';
import { createStudio } from '../domain/studio.ts';
import { createTenants } from '../domain/tenants.ts';
import { walkConnection } from '../domain/walk.ts';
import { createMemoryGenerationRecords } from '../replicas/memory-generation-records.ts';
import { createMemoryJobStore } from '../replicas/memory-job-store.ts';
import type { Parts } from '../schema/context.ts';
import { createSchema } from '../schema/schema.ts';
import { createPictory } from '../upstream/pictory/create-pictory.ts';
import type { JobReading } from '../upstream/pictory/jobs.ts';
import type { Pictory } from '../upstream/pictory/pictory.ts';
import { type Config, ConfigError } from './config.ts';
import { createGraphiql } from './graphiql.ts';
import { describeError, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { ENDPOINT, type Serving, serve } from './serve.ts';
import { readTrustedDocuments } from './trusted-documents.ts';
import { readVersion } from './version.ts';

/** The whole gateway, listening. Disposing cuts everything at once. */
export interface App extends AsyncDisposable, Pick<Serving, 'url' | 'drain'> {}

/**
 * Puts the parts together and listens.
 *
 * @throws {ConfigError} when a file that the configuration names cannot be used.
 * @throws what listening fails with, such as `EADDRINUSE`.
 */
export async function createApp(options: { config: Config; log: Log; clock?: Clock }): Promise<App> {
  const { config, log, clock = systemClock } = options;
  const { catalogue, trustedDocuments } = await loadFiles(config);
  const metrics = createMetrics();
  const pictory = createPictory({
    baseUrl: config.pictory.baseUrl,
    userAgent: `pictory-graphql/${readVersion()}`,
    timeoutMs: config.upstream.timeoutMs,
    generateTimeoutMs: config.upstream.generateTimeoutMs,
    concurrency: config.upstream.concurrency,
    ratePerMinute: config.upstream.ratePerMinute,
    onCall: metrics.upstreamCalled,
    clock,
  });
  const parts = createParts({ config, catalogue, clock, log });
  try {
    const serving = await serve({
      config,
      schema: createSchema(),
      parts,
      tenants: createTenants({
        pictory,
        gatewayKey: config.pictory.apiKey?.reveal() ?? null,
        gatewaySecrets: config.gatewaySecrets.map((secret) => secret.reveal()),
      }),
      trustedDocuments,
      graphiql: config.graphiql
        ? createGraphiql({
            endpoint: ENDPOINT,
            onError: (error) => log.error({ error: describeError(error) }, 'GraphiQL is not available'),
          })
        : null,
      metrics,
      clock,
      log,
    });
    return {
      url: serving.url,
      drain: serving.drain,
      async [Symbol.asyncDispose]() {
        await serving.close();
        await dispose(parts, pictory);
      },
    };
  } catch (error) {
    await dispose(parts, pictory);
    throw error;
  }
}

/** What the resolvers ask, each part given what it needs of the others. */
function createParts(options: { config: Config; catalogue: Catalogue; clock: Clock; log: Log }): Parts {
  const { config, catalogue, clock, log } = options;
  const reads = createSharedReads(clock, config.upstream.dedupe);
  const pages = { reads, cache: createPageCache(clock), cacheTtlMs: config.library.pageCacheTtlMs, clock };
  const library = createLibrary({ ...pages, lookupMaxPages: config.library.lookupMaxPages });
  const jobPages = createPages<JobReading>({
    ...pages,
    kind: 'jobs',
    list: (tenant, key, call) => tenant.pictory.listJobs(key, call),
  });
  const jobs = createJobs({
    store: createMemoryJobStore({ clock }),
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
    intervalMs: config.jobs.pollIntervalMs,
    maxIntervalMs: config.jobs.pollMaxIntervalMs,
    watchLimitMs: config.jobs.watchLimitMs,
  });
  const studio = createStudio({
    catalogue,
    jobs,
    records: createMemoryGenerationRecords({ clock }),
    clock,
    allowPrivateUrls: config.allowPrivateUrls,
    loadLastFrame: createLastFrames({ library, jobs }),
    onFault: (message, cause) => log.error({ error: describeError(cause) }, message),
  });
  return { catalogue, library, jobs, studio, accounts: createAccounts({ reads }) };
}

async function dispose(parts: Parts, pictory: Pictory): Promise<void> {
  await parts.jobs[Symbol.asyncDispose]();
  await pictory[Symbol.asyncDispose]();
}

/** @throws {ConfigError} with the complaints about all files. */
async function loadFiles(config: Config) {
  const loads = [loadCatalogue(config), loadTrustedDocuments(config)] as const;
  const complaints: string[] = [];
  for (const { reason } of (await Promise.allSettled(loads)).filter((load) => load.status === 'rejected')) {
    if (!(reason instanceof ConfigError)) throw reason;
    complaints.push(...reason.complaints);
  }
  if (complaints.length > 0) throw new ConfigError(complaints);
  const [catalogue, trustedDocuments] = await Promise.all(loads);
  return { catalogue, trustedDocuments };
}

async function loadCatalogue({ modelCatalogueFile: path }: Config): Promise<Catalogue> {
  if (path === null) return createCatalogue();
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw new ConfigError([`MODEL_CATALOGUE_FILE: ${path} cannot be read as JSON`]);
  }
  try {
    return createCatalogue(parseCatalogueFile(json));
  } catch (error) {
    if (!(error instanceof CatalogueFileError)) throw error;
    throw new ConfigError(error.complaints.map((complaint) => `MODEL_CATALOGUE_FILE: ${complaint}`));
  }
}

async function loadTrustedDocuments({ trustedDocumentsFile: path }: Config) {
  if (path === null) return null;
  try {
    return await readTrustedDocuments(path);
  } catch {
    throw new ConfigError([
      `TRUSTED_DOCUMENTS: ${path} cannot be read as a JSON object of ids and documents`,
    ]);
  }
}
