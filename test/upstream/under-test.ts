import type { ReadCall } from '../../src/upstream/call.ts';
import { UpstreamError } from '../../src/upstream/errors.ts';
import type { CallReport } from '../../src/upstream/host.ts';
import { createPictory, type PictoryOptions } from '../../src/upstream/pictory/create-pictory.ts';
import type { Pictory, PictoryAccount } from '../../src/upstream/pictory/pictory.ts';
import { createManualClock, type ManualClock } from '../support/manual-clock.ts';
import { createScriptedUpstream, type ScriptedUpstream } from '../support/scripted-upstream.ts';

/** Pictory's client before a scripted server, on a clock that the test moves. */
export interface UnderTest extends AsyncDisposable {
  upstream: ScriptedUpstream;
  pictory: Pictory;
  account: PictoryAccount;
  clock: ManualClock;
  reports: CallReport[];
  /** Resolves once `count` attempts have ended. */
  untilEnded(count: number): Promise<void>;
  /** Terms that nothing in the test reaches: 15 s from now, nobody leaves. */
  call(changes?: Partial<ReadCall>): ReadCall;
  /** Terms of a generation whose starter stays. */
  stays: { signal: AbortSignal };
}

/** The key of `account`, to look for where it must not be. */
export const API_KEY = 'pictai_test-key-0123456789';

/** Puts one together. `baseUrl` replaces the scripted server's. */
export async function createUnderTest(options: Partial<PictoryOptions> = {}): Promise<UnderTest> {
  const upstream = await createScriptedUpstream();
  const clock = createManualClock();
  const reports: CallReport[] = [];
  const watchers = new Set<() => void>();
  const pictory = createPictory({
    baseUrl: upstream.baseUrl,
    userAgent: 'pictory-graphql/0.0.0 (+https://example.org)',
    timeoutMs: 10_000,
    generateTimeoutMs: 60_000,
    concurrency: 16,
    ratePerMinute: null,
    clock,
    onCall(report) {
      reports.push(report);
      for (const watcher of watchers) watcher();
    },
    ...options,
  });
  const stays = new AbortController().signal;
  return {
    upstream,
    pictory,
    account: pictory.account(API_KEY),
    clock,
    reports,
    untilEnded: (count) =>
      new Promise((resolve) => {
        const watch = () => {
          if (reports.length < count) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
      }),
    call: (changes) => ({ signal: stays, deadlineAt: clock.now() + 15_000, ...changes }),
    stays: { signal: stays },
    async [Symbol.asyncDispose]() {
      await pictory[Symbol.asyncDispose]();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

/** The `UpstreamError` that a call fails with. */
export async function failureOf(call: Promise<unknown>): Promise<UpstreamError> {
  const outcome = await call.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && outcome.error instanceof UpstreamError) return outcome.error;
  throw new Error('Expected an UpstreamError.', { cause: outcome });
}
