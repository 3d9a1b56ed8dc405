import { type ExecutionResult, execute, GraphQLError, parse, subscribe, validate } from 'graphql';
import type { Caller, PrincipalId, Scope } from '../../src/domain/caller.ts';
import { GatewayError } from '../../src/domain/errors.ts';
import { createCatalogue } from '../../src/domain/generation/catalogue.ts';
import type { JobId, JobState } from '../../src/domain/job.ts';
import type { Image, Video } from '../../src/domain/library.ts';
import { createOperation } from '../../src/domain/operation.ts';
import type { Connection } from '../../src/domain/paging/connection.ts';
import type { Tenant, TenantId } from '../../src/domain/tenant.ts';
import type { Context, Parts } from '../../src/schema/context.ts';
import { createSchema } from '../../src/schema/schema.ts';
import type { TypedDocumentString } from '../generated/graphql.ts';
import { createManualClock } from '../support/manual-clock.ts';

/** The schema under test. */
export const schema = createSchema();

/** What a test lets the domain answer; whatever it does not plan fails the test by name. */
export type Script = { [Part in keyof Parts]?: Partial<NonNullable<Parts[Part]>> } & {
  caller?: Caller;
  idempotencyKeyHeader?: string;
  signal?: AbortSignal;
};

/** A context over scripted domain parts, for one operation. The caller may do everything unless told otherwise. */
export function contextOf(script: Script = {}): Context {
  const { caller = callerWith('read', 'generate', 'clean'), idempotencyKeyHeader = null } = script;
  const clock = createManualClock();
  const limits = { upstreamCalls: 50, jobs: 100, deadlineMs: 15_000 };
  return {
    catalogue: { ...createCatalogue(), ...script.catalogue },
    library: planned('library', script.library),
    jobs: planned('jobs', script.jobs),
    studio: planned('studio', script.studio),
    accounts: planned('accounts', script.accounts),
    pixverse: script.pixverse ? planned('pixverse', script.pixverse) : null,
    caller,
    idempotencyKeyHeader,
    operation: createOperation(limits, clock, { signal: script.signal ?? new AbortController().signal }),
  };
}

export const nobody: Caller = { identity: null, reason: 'Send a key.' };

export const tenant: Tenant = {
  id: 'tenant' as TenantId,
  formerIds: [],
  owner: 'key:tenant' as PrincipalId,
  isGatewayAccount: false,
  pictory: planned('pictory', {}),
  cursors: planned('cursors', {}),
  shared: planned('shared', {}),
};

export function callerWith(...scopes: Scope[]): Caller {
  return {
    identity: {
      principal: 'somebody' as PrincipalId,
      tenant,
      scopes: new Set(scopes),
      isAuthenticatedHere: false,
      expiresAtMs: null,
    },
  };
}

/** Runs an operation that must be valid. Errors come as `code at.path`, `masked` where the cause has no code. */
export async function ask<Result, Variables extends object>(
  document: TypedDocumentString<Result, Variables> | string,
  variables: Variables,
  context: Context,
): Promise<{ data: Result; errors: string[] }> {
  const result = await execute({
    schema,
    document: parseValid(String(document)),
    variableValues: variables as Record<string, unknown>,
    contextValue: context,
  });
  return { data: result.data as Result, errors: toCodes(result) };
}

/** Starts a subscription that must be valid; its events come like the answers of `ask`. */
export async function watch<Result, Variables extends object>(
  document: TypedDocumentString<Result, Variables> | string,
  variables: Variables,
  context: Context,
): Promise<{ refusal: string[] } | { events: AsyncGenerator<{ data: Result; errors: string[] }> }> {
  const result = await subscribe({
    schema,
    document: parseValid(String(document)),
    variableValues: variables as Record<string, unknown>,
    contextValue: context,
  });
  if (!(Symbol.asyncIterator in result)) return { refusal: toCodes(result) };
  async function* events() {
    for await (const event of result as AsyncIterable<ExecutionResult>) {
      yield { data: event.data as Result, errors: toCodes(event) };
    }
  }
  return { events: events() };
}

function parseValid(text: string) {
  const document = parse(text);
  const faults = validate(schema, document);
  if (faults.length > 0) throw new Error(faults.map((fault) => fault.message).join('\n'));
  return document;
}

function toCodes({ errors = [] }: ExecutionResult): string[] {
  return errors.map((error) => [codeOf(error), error.path?.join('.')].filter(Boolean).join(' at '));
}

function codeOf({ originalError, message }: GraphQLError): string {
  if (originalError instanceof GatewayError) return originalError.code;
  return originalError && !(originalError instanceof GraphQLError)
    ? `masked (${originalError.message})`
    : message;
}

function planned<Part extends object>(name: string, plan: Partial<Part> | undefined): Part {
  return new Proxy((plan ?? {}) as Part, {
    get(target, method, receiver) {
      if (method in target) return Reflect.get(target, method, receiver);
      // A resolver may give the part itself: it is no promise.
      if (typeof method === 'symbol' || method === 'then') return undefined;
      return () => {
        throw new Error(`No plan for ${name}.${method}.`);
      };
    },
  });
}

export function aJob(id: string, more: Partial<JobState> = {}): JobState {
  return {
    id: id as JobId,
    kind: null,
    status: 'IN_PROGRESS',
    pictoryStatus: 'in-progress',
    result: null,
    output: null,
    aiCreditsUsed: null,
    failure: null,
    request: null,
    createdAtMs: null,
    hasCallback: false,
    observedAtMs: Date.UTC(2026, 10, 2, 12),
    ...more,
  };
}

/** A job that has made the image or video `asset`. */
export function aFinishedJob(id: string, asset: Image | Video): JobState {
  const { url, width, height } = asset;
  const video = asset.kind === 'video' ? asset : null;
  return aJob(id, {
    kind: video ? 'VIDEO' : 'IMAGE',
    status: 'COMPLETED',
    pictoryStatus: 'completed',
    aiCreditsUsed: 1.6,
    output: {
      kind: video ? 'VIDEO' : 'IMAGE',
      url,
      width,
      height,
      duration: video?.duration ?? null,
      previewImageUrl: video?.previewImageUrl ?? null,
      thumbnailImageUrl: video?.thumbnailImageUrl ?? null,
      lastFrameImageUrl: video?.lastFrameImageUrl ?? null,
    },
  });
}

/** A stretch of a list; null items are malformed ones. */
export function connectionOf<Item extends { pictoryId: string } | { id: string }>(
  items: readonly (Item | null)[],
  more: Partial<Connection<Item>> = {},
): Connection<Item> {
  const edges = items.map((item, index) => ({
    place: {
      identity: `item ${index}`,
      createdAtMs: 0,
      item,
      problem: item ? null : 'it has no url',
    },
    cursor: `cursor ${index}`,
  }));
  return {
    edges,
    hasNextPage: false,
    hasPreviousPage: false,
    truncated: false,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
    ...more,
  };
}
