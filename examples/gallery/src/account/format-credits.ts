/** Credits as a person reads them: at most one decimal. */
export function formatCredits(credits: number): string {
  return credits.toLocaleString('en', { maximumFractionDigits: 1 });
}
