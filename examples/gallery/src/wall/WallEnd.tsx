import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type GatewayError, toGatewayError } from '../gateway/gateway-error.ts';
import { ProblemNotice } from '../problems/ProblemNotice.tsx';
import { useWall } from './WallProvider.tsx';
import { isEverything } from './wall-filter.ts';

interface WallEndProps {
  isEmpty: boolean;
  /** Whether the last page ended before it was full, because a search has only so much time. */
  isTruncated: boolean;
  hasNext: boolean;
  isLoading: boolean;
  /** Loads the next page; the callback gets null when it has come. */
  load: (onComplete: (error: Error | null) => void) => void;
}

/** The end of the wall. Asks for more as it comes near to the window, page after page, also when pages bring nothing. */
export function WallEnd({ isEmpty, isTruncated, hasNext, isLoading, load }: WallEndProps) {
  const { filter, reload } = useWall();
  const mark = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<GatewayError | null>(null);
  const loadMore = useEffectEvent(() => load((cause) => setError(cause && toGatewayError(cause))));

  const isWatching = hasNext && !isLoading && !error;
  useEffect(() => {
    if (!isWatching || !mark.current) return;
    // An observer tells at once what is in view when it begins. So after each page there is a new one.
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && loadMore(), {
      rootMargin: AHEAD,
    });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [isWatching]);

  // A place that cannot be found again is not found by trying.
  if (error?.code === 'INVALID_CURSOR')
    return <ProblemNotice error={error} onRetry={reload} retryLabel="Begin again" />;
  const nothing = isEverything(filter) ? 'Nothing here yet.' : 'Nothing fits what you are looking for.';
  if (error) return <ProblemNotice error={error} onRetry={() => setError(null)} retryLabel="Load more" />;
  return (
    <div ref={mark} className="wall-end">
      {hasNext ? (
        <p>{isTruncated ? 'Searching further…' : 'Loading more…'}</p>
      ) : (
        <p>{isEmpty ? nothing : 'That is everything.'}</p>
      )}
    </div>
  );
}

/** How far below the window the next page is asked for. */
const AHEAD = '1200px 0px';
