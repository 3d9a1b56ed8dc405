import { useWall } from '../wall/WallProvider.tsx';
import { useGeneration } from './GenerationProvider.tsx';
import { type Purchase, toNewPurchase } from './purchase.ts';

/** The answer was lost: it may have been bought. Says so, and keeps the person from paying twice by accident. */
export function OutcomeUnknownNotice({ purchase }: { purchase: Purchase }) {
  const { isSending, send } = useGeneration();
  const { reload } = useWall();
  return (
    <div className="problem" role="alert">
      <div className="problem-words">
        <strong>It may have been bought</strong>
        <p>
          The request went out, but the answer was lost. In a minute or two, look whether it turns up in the
          library. Asking again is safe and costs nothing. Sending it as a new request may cost the same a
          second time.
        </p>
      </div>
      <div className="problem-actions">
        <button type="button" className="button" onClick={reload}>
          Look in the library
        </button>
        <button type="button" className="button" onClick={() => send(purchase)}>
          Ask again
        </button>
        <button
          type="button"
          className="button button-quiet"
          disabled={isSending}
          onClick={() => send(toNewPurchase(purchase))}
        >
          Send as new
        </button>
      </div>
    </div>
  );
}
