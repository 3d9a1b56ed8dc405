import { type ReactNode, Suspense } from 'react';
import { ErrorBoundary } from '../problems/ErrorBoundary.tsx';
import { useAttempts } from './AttemptProvider.tsx';

interface PartProps {
  children: ReactNode;
  /** While its data is on the way. */
  fallback: ReactNode;
  /** Whether the page can do without it: then nothing is said when it fails. */
  quiet?: boolean;
  /** Asks for its data again, where its queries have no `fetchKey` to do so. */
  onRetry?: () => void;
  /** What it fails over: something else may go well. */
  resetKey?: string;
}

/** A part of the page that waits for its own data, and that fails without the others. */
export function Part({ children, fallback, quiet = false, onRetry = () => {}, resetKey = '' }: PartProps) {
  const { attempt, tryAgain } = useAttempts();
  return (
    <ErrorBoundary attempt={`${attempt} ${resetKey}`} tryAgain={tryAgain} onRetry={onRetry} isQuiet={quiet}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </ErrorBoundary>
  );
}
