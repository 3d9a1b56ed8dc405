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
