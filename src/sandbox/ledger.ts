/** One line of `GET /v1/aicredits/usage`. */
interface CreditTransaction {
  transactionId: string;
  type: 'debit';
  /** AI credits, with at most one decimal. */
  amount: number;
  source: string;
  description: string;
  plan: string;
  transactionDate: string;
}

/** What an account has spent. */
export interface Ledger {
  /** Books what an asset has cost. */
  debit(kind: 'image' | 'video', amount: number, date: string): void;
  /** Newest first: one month (1 to 12) of a year, or with null the last twelve months. */
  transactions(period: { month: number; year: number } | null, nowMs: number): CreditTransaction[];
  /** The answer of `GET /v1/quota`; the plan is a yearly one. */
  quota(nowMs: number): Record<string, { used: number; limit: number }>;
}

/** An empty ledger. */
export function createLedger(): Ledger {
  const lines: CreditTransaction[] = [];

  const lastTwelveMonths = (nowMs: number) => {
    const since = new Date(nowMs);
    since.setUTCFullYear(since.getUTCFullYear() - 1);
    return lines.filter(({ transactionDate }) => transactionDate > since.toISOString());
  };

  return {
    debit(kind, amount, date) {
      const number = String(lines.length + 1).padStart(6, '0');
      lines.unshift({
        transactionId: `${date.replaceAll(/\D/g, '')}${number}`,
        type: 'debit',
        amount,
        source: kind === 'image' ? 'Text-to-Image' : 'Text-to-Video',
        description: kind === 'image' ? 'One generated image' : 'One generated video',
        plan: 'API Annual',
        transactionDate: date,
      });
    },

    transactions(period, nowMs) {
      const recent = lastTwelveMonths(nowMs);
      if (!period) return recent;
      const start = `${period.year}-${String(period.month).padStart(2, '0')}-`;
      return recent.filter(({ transactionDate }) => transactionDate.startsWith(start));
    },

    quota(nowMs) {
      const spent = lastTwelveMonths(nowMs).reduce((sum, { amount }) => sum + amount, 0);
      return {
        videoMinutes: { used: 12, limit: 600 },
        transcriptionMinutes: { used: 3, limit: 600 },
        elevenLabsVoiceOverMinutes: { used: 0, limit: 60 },
        aiCredits: { used: Math.round(spent * 10) / 10, limit: 50_000 },
      };
    },
  };
}
