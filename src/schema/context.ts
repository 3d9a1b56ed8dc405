import type { Accounts } from '../domain/account.ts';
import type { Caller } from '../domain/caller.ts';
import type { Catalogue } from '../domain/generation/catalogue.ts';
import type { Jobs } from '../domain/jobs.ts';
import type { Library } from '../domain/library.ts';
import type { Operation } from '../domain/operation.ts';
import type { PixverseGallery } from '../domain/pixverse/gallery.ts';
import type { Studio } from '../domain/studio.ts';

/** The parts of the gateway that resolvers ask; the same for every request. */
export interface Parts {
  catalogue: Catalogue;
  library: Library;
  jobs: Jobs;
  studio: Studio;
  accounts: Accounts;
  /** Null when the operator has no useapi.net account. */
  pixverse: PixverseGallery | null;
}

/** What every resolver gets as its context. One per operation. */
export interface Context extends Parts {
  caller: Caller;
  operation: Operation;
  /** The `Idempotency-Key` header of the request; null over WebSocket and where there is none. */
  idempotencyKeyHeader: string | null;
}
