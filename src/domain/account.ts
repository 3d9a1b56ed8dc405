import type { CreditTransaction, QuotaReading } from '../upstream/pictory/account.ts';
import { GatewayError } from './errors.ts';
import type { Operation } from './operation.ts';
import type { SharedReads } from './shared-reads.ts';
import type { Tenant } from './tenant.ts';
import { toGatewayError } from './upstream-failure.ts';

export type { CreditTransaction, QuotaReading, QuotaUse } from '../upstream/pictory/account.ts';

/** A tenant's plan and ledger. Failures are `GatewayError`s. */
export interface Accounts {
  readQuota(tenant: Tenant, operation: Operation): Promise<QuotaReading>;
  /**
   * Newest first, at most twelve months.
   *
   * @throws {GatewayError} `BAD_USER_INPUT` for a year without a month, or numbers that name no month.
   */
  listCreditTransactions(
    tenant: Tenant,
    period: LedgerPeriod,
    operation: Operation,
  ): Promise<CreditTransaction[]>;
}

/** One month, of this year where `year` is null; both null: everything there is. */
export interface LedgerPeriod {
  month: number | null;
  year: number | null;
}

/** Reads the account afresh each time; equal reads at the same moment are one. */
export function createAccounts({ reads }: { reads: SharedReads }): Accounts {
  return {
    async readQuota(tenant, operation) {
      try {
        return await reads.read(`${tenant.id} quota`, operation.readCall(), (call) =>
          tenant.pictory.readQuota(call),
        );
      } catch (error) {
        throw toGatewayError(error, tenant);
      }
    },
    async listCreditTransactions(tenant, period, operation) {
      checkPeriod(period);
      try {
        return await reads.read(
          `${tenant.id} ledger ${period.year} ${period.month}`,
          operation.readCall(),
          (call) => tenant.pictory.listCreditTransactions(period, call),
        );
      } catch (error) {
        throw toGatewayError(error, tenant);
      }
    },
  };
}

function checkPeriod({ month, year }: LedgerPeriod): void {
  if (month !== null && (month < 1 || month > 12)) throw badPeriod('`month` is a number from 1 to 12.');
  if (year !== null && (year < 2000 || year > 9999))
    throw badPeriod('`year` is a year of four digits, such as 2026.');
  if (year !== null && month === null) throw badPeriod('`year` needs `month` beside it.');
}

function badPeriod(message: string): GatewayError {
  return new GatewayError('BAD_USER_INPUT', message);
}
