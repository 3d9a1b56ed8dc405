import type { Clock } from '../clock.ts';

/**
 * Tells a caller's webhook that its job has ended. Best effort: sent once, given up after 5 seconds, never rejects.
 *
 * Pictory documents no body; the job's envelope is the likely one.
 */
export async function postWebhook(
  url: string,
  envelope: unknown,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  const over = new AbortController();
  clock.sleep(5_000, AbortSignal.any([signal, over.signal])).then(
    () => over.abort(),
    () => over.abort(),
  );
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(envelope),
      redirect: 'manual',
      signal: over.signal,
    });
    await answer.body?.cancel();
  } catch {
    // Nobody is there, or answers: as with Pictory, the caller still has the job to read.
  } finally {
    over.abort();
  }
}
