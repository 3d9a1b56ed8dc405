import type { CallbackStore } from '../domain/callback-store.ts';
import type { CallerRate } from '../domain/caller-rate.ts';
import type { GenerationRecords } from '../domain/generation/records.ts';
import type { JobState } from '../domain/job.ts';
import type { PlaceIndex } from '../domain/paging/place-index.ts';
import type { PixverseImage } from '../domain/pixverse/image.ts';
import type { WorkStore } from '../domain/work/store.ts';

/** All that copies of this process share. Disposing lets go of the network, if there is one. */
export interface Replicas extends AsyncDisposable {
  jobs: WorkStore<JobState>;
  pixverseImages: WorkStore<PixverseImage>;
  records: GenerationRecords;
  callbacks: CallbackStore;
  places: PlaceIndex;
  callerRate: CallerRate;
  /** Resolves when the others have been told what they must know, or cannot be told soon: a process that ends waits for it. */
  told(): Promise<void>;
  /** How the store that is shared fares; null for a process that has none. */
  readonly redis: RedisHealth | null;
}

/** What an operator is told of Redis. */
export interface RedisHealth {
  /** `away`: each process works alone, and generations with an idempotency key are not started. */
  state: 'up' | 'away';
  /** What makes it unsafe to rely on, in words. */
  concerns: readonly string[];
}
