import { useEffect, useState } from 'react';

/** Whole seconds left until `seconds` have passed, counting down to 0. Begins anew when `start` changes. */
export function useCountdown(seconds: number, start: unknown): number {
  const [left, setLeft] = useState(Math.ceil(seconds));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another `start` is another countdown, of equal length.
  useEffect(() => {
    const endMs = performance.now() + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((endMs - performance.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 250);
    const stop = setTimeout(() => clearInterval(timer), seconds * 1000 + 500);
    return () => {
      clearInterval(timer);
      clearTimeout(stop);
    };
  }, [seconds, start]);
  return left;
}
