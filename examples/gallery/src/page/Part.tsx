import { Fragment, type ReactNode, Suspense, useState } from 'react';
import { ErrorBoundary } from '../problems/ErrorBoundary.tsx';

interface PartProps {
  children: ReactNode;
  /** While its data is on the way. */
  fallback: ReactNode;
  /** Whether the page can do without it: then nothing is said when it fails. */
  quiet?: boolean;
}

/** A part of the page that waits for its own data, and that fails and is tried again without the others. */
export function Part({ children, fallback, quiet = false }: PartProps) {
  const [attempt, setAttempt] = useState(0);
  return (
    <ErrorBoundary onRetry={() => setAttempt(attempt + 1)} quiet={quiet ? <Fragment /> : undefined}>
      <Suspense fallback={fallback} key={attempt}>
        {children}
      </Suspense>
    </ErrorBoundary>
  );
}
