import { useEffect, useState } from 'react';

/** Time since a moment, as `0:07`, each second anew until `isOver`. From now on, when the moment is not known. */
export function useElapsed(since: string | null, isOver: boolean): string {
  const [startMs] = useState(() => (since === null ? Date.now() : Date.parse(since)));
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    if (isOver) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [isOver]);

  // Clocks differ: the gateway's may be ahead of this one.
  const seconds = Math.max(0, Math.round((nowMs - startMs) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
