import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type GatewayError, toGatewayError } from '../gateway/gateway-error.ts';
import { ProblemNotice } from '../problems/ProblemNotice.tsx';
import { useWall } from './WallProvider.tsx';
import { isEverything } from './wall-filter.ts';

interface WallEndProps {
  itemCount: number;
  /** Whether the last page ended before it was full, because a search has only so much time. */
  isTruncated: boolean;
  hasNext: boolean;
  isLoading: boolean;
  /** Loads the next page; the callback gets null when it has come. */
  load: (onComplete: (error: Error | null) => void) => void;
}

/** The end of the wall. Asks for more as it comes near to the window, page after page, also when some bring nothing. */
export function WallEnd({ itemCount, isTruncated, hasNext, isLoading, load }: WallEndProps) {
  const { filter, reload } = useWall();
  const mark = useRef<HTMLDivElement>(null);
  const [error, setError] = useState<GatewayError | null>(null);
  const [asked, setAsked] = useState({ itemCount, times: 0 });
  /** How often more was asked for since the last item came. */
  const times = asked.itemCount === itemCount ? asked.times : 0;
  const loadMore = useEffectEvent(() => {
    setAsked({ itemCount, times: times + 1 });
    load((cause) => setError(cause && toGatewayError(cause)));
  });

  const isPatient = times < PATIENCE;
  const isWatching = hasNext && !isLoading && !error && isPatient;
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
  const isEmpty = itemCount === 0;
  if (error) return <ProblemNotice error={error} onRetry={() => setError(null)} retryLabel="Load more" />;
  return (
    <div ref={mark} className="wall-end">
      {hasNext && !isPatient && !isLoading ? (
        <button type="button" className="button" onClick={() => setAsked({ itemCount, times: 0 })}>
          Search further
        </button>
      ) : hasNext ? (
        <p>{isTruncated ? 'Searching further…' : 'Loading more…'}</p>
      ) : (
        <p>{isEmpty ? nothing : 'That is everything.'}</p>
      )}
    </div>
  );
}

/** So many pages in a row that bring nothing are read without asking: a search may have a long way to go. */
const PATIENCE = 10;

/** How far below the window the next page is asked for. */
const AHEAD = '1200px 0px';
