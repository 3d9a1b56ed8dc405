import { useEffect, useEffectEvent } from 'react';
import { useSettings } from '../account/SettingsProvider.tsx';
import type { GatewayError } from '../gateway/gateway-error.ts';
import { problemWords } from './problem-words.ts';
import { useCountdown } from './use-countdown.ts';

interface ProblemNoticeProps {
  error: GatewayError;
  /** Called when the person asks for it. */
  onRetry: () => void;
  /** What to retry: the label of the button. */
  retryLabel?: string;
  /** Whether the browser's being back online is a reason, too. */
  retriesWhenOnline?: boolean;
}

/** Says what went wrong and offers what may help: waiting, trying again, another key. */
export function ProblemNotice({
  error,
  onRetry,
  retryLabel = 'Try again',
  retriesWhenOnline = false,
}: ProblemNoticeProps) {
  const { openSettings } = useSettings();
  const { title, advice } = problemWords(error);
  const secondsLeft = useCountdown(error.retryAfterSeconds ?? 0, error);
  const retryWhenBack = useEffectEvent(() => {
    if (retriesWhenOnline && error.code === 'NETWORK_LOST') onRetry();
  });
  useEffect(() => {
    const retry = () => retryWhenBack();
    addEventListener('online', retry);
    return () => removeEventListener('online', retry);
  }, []);

  const wantsKey = error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN';
  return (
    <div className="problem" role="alert">
      <div className="problem-words">
        <strong>{title}</strong>
        <p>{advice}</p>
      </div>
      <div className="problem-actions">
        {wantsKey && (
          <button type="button" className="button" onClick={openSettings}>
            Open settings
          </button>
        )}
        <button type="button" className="button" onClick={onRetry} disabled={secondsLeft > 0}>
          {secondsLeft > 0 ? `${retryLabel} in ${secondsLeft} s` : retryLabel}
        </button>
      </div>
    </div>
  );
}
