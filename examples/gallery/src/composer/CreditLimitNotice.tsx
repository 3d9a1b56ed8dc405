import { formatCredits } from '../account/format-credits.ts';
import { useGeneration } from './GenerationProvider.tsx';
import { type Purchase, toNewPurchase } from './purchase.ts';

interface CreditLimitNoticeProps {
  purchase: Purchase;
  /** Null: the price is unknown. */
  credits: number | null;
}

/** It costs more than what stood beside the button. */
export function CreditLimitNotice({ purchase, credits }: CreditLimitNoticeProps) {
  const { isSending, send } = useGeneration();
  return (
    <div className="problem" role="alert">
      <div className="problem-words">
        <strong>The price has changed</strong>
        <p>
          {credits === null
            ? 'Nobody can say what it costs now.'
            : `It costs ${formatCredits(credits)} credits now.`}{' '}
          Nothing was bought.
        </p>
      </div>
      <div className="problem-actions">
        <button
          type="button"
          className="button"
          disabled={isSending}
          onClick={() => send(toNewPurchase(purchase, credits))}
        >
          {credits === null ? 'Buy it anyway' : `Buy it for ${formatCredits(credits)}`}
        </button>
      </div>
    </div>
  );
}
