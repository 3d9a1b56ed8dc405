import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

interface Attempts {
  /** Counts from 0. As `fetchKey` of a query it makes Relay ask again for what has failed, and leaves alone what it has. */
  attempt: number;
  /** Tries all again that has failed on the page: what ails one part mostly ails the others. */
  tryAgain: () => void;
}

const AttemptContext = createContext<Attempts>({ attempt: 0, tryAgain: () => {} });

/** How often the page has been tried again, and how to do so. */
export function useAttempts(): Attempts {
  return useContext(AttemptContext);
}

/** Counts the attempts. */
export function AttemptProvider({ children }: { children: ReactNode }) {
  const [attempt, setAttempt] = useState(0);
  const attempts = useMemo(() => ({ attempt, tryAgain: () => setAttempt((count) => count + 1) }), [attempt]);
  return <AttemptContext value={attempts}>{children}</AttemptContext>;
}
