import type { CreditTransaction, QuotaReading } from '../upstream/pictory/account.ts';
import type { Operation } from './operation.ts';
import type { Tenant } from './tenant.ts';

export type { CreditTransaction, QuotaReading, QuotaUse } from '../upstream/pictory/account.ts';

/** A tenant's plan and ledger. Failures are `GatewayError`s. */
export interface Accounts {
  readQuota(tenant: Tenant, operation: Operation): Promise<QuotaReading>;
  /** Newest first, at most twelve months. @throws `BAD_USER_INPUT` for a year without a month, or a month out of 1 to 12. */
  listCreditTransactions(
    tenant: Tenant,
    period: { month: number | null; year: number | null },
    operation: Operation,
  ): Promise<CreditTransaction[]>;
}
