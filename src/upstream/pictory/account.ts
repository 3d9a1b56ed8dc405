import type { JsonBody } from '../body.ts';
import { asFields, readNumber, readText } from '../fields.ts';
import { checkLength, unexpected } from './page.ts';

/** Use against a limit of the plan, in the unit that the field's name says. */
export interface QuotaUse {
  used: number | null;
  limit: number | null;
}

/** Use against the plan's limits in the current billing term. A pair is null when Pictory leaves it out. */
export interface QuotaReading {
  videoMinutes: QuotaUse | null;
  transcriptionMinutes: QuotaUse | null;
  elevenLabsVoiceOverMinutes: QuotaUse | null;
  aiCredits: QuotaUse | null;
}

/** One line of the credit ledger. Strings are verbatim. */
export interface CreditTransaction {
  transactionId: string | null;
  /** `debit` in Pictory's sample; other values are not listed. */
  type: string | null;
  /** AI credits, fractional. */
  amount: number | null;
  source: string | null;
  description: string | null;
  plan: string | null;
  transactionDate: string | null;
}

/** Where the use of the plan is read. */
export const QUOTA_PATH = '/v1/quota';

/** Where the credit ledger is read. */
export const LEDGER_PATH = '/v1/aicredits/usage';

/** @throws {UpstreamError} `invalid-response` when it is not an object, or tells of a failure. */
export function parseQuota(body: JsonBody): QuotaReading {
  const quota = asFields(body);
  if (!quota) throw unexpected('a quota that is not an object');
  // A failure can come as a 200.
  if (quota.success === false) throw unexpected('a failure instead of a quota');
  return {
    videoMinutes: parseUse(quota.videoMinutes),
    transcriptionMinutes: parseUse(quota.transcriptionMinutes),
    elevenLabsVoiceOverMinutes: parseUse(quota.elevenLabsVoiceOverMinutes),
    aiCredits: parseUse(quota.aiCredits),
  };
}

function parseUse(value: unknown): QuotaUse | null {
  const use = asFields(value);
  return use && { used: readNumber(use.used), limit: readNumber(use.limit) };
}

/** Lines that are not objects are left out. @throws {UpstreamError} `invalid-response` when it is not a list. */
export function parseCreditTransactions(body: JsonBody): CreditTransaction[] {
  if (!Array.isArray(body)) throw unexpected('a credit ledger that is not a list');
  checkLength(body);
  return body
    .map(asFields)
    .filter((line) => line !== null)
    .map((line) => ({
      transactionId: readText(line.transactionId),
      type: readText(line.type),
      amount: readNumber(line.amount),
      source: readText(line.source),
      description: readText(line.description),
      plan: readText(line.plan),
      transactionDate: readText(line.transactionDate),
    }));
}
