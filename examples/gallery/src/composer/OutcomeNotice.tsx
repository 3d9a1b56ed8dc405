import { GatewayError } from '../gateway/gateway-error.ts';
import { ProblemNotice } from '../problems/ProblemNotice.tsx';
import { CreditLimitNotice } from './CreditLimitNotice.tsx';
import { useGeneration } from './GenerationProvider.tsx';
import { OutcomeUnknownNotice } from './OutcomeUnknownNotice.tsx';
import { toNewPurchase } from './purchase.ts';
import { RefusalNotice } from './RefusalNotice.tsx';

/** What became of the last purchase, where it is no job: what happened, whether it cost anything, what to do. */
export function OutcomeNotice() {
  const { outcome, isSending, send } = useGeneration();
  if (!outcome) return null;
  const { purchase } = outcome;
  if (outcome.type === 'failed') {
    return <ProblemNotice error={outcome.error} retryLabel="Send it again" onRetry={() => send(purchase)} />;
  }

  const { refusal } = outcome;
  switch (refusal.__typename) {
    case 'InvalidInputError':
      return (
        <RefusalNotice
          title="Something needs mending"
          refusal={refusal}
          words="Nothing was sent, and nothing bought."
        />
      );
    case 'RejectedByPictoryError':
      return <RefusalNotice title="Pictory has said no" refusal={refusal} />;
    case 'CreditLimitError':
      return <CreditLimitNotice purchase={purchase} credits={refusal.credits ?? null} />;
    case 'NotStartedError': {
      const { message, retryable = false, retryAfterSeconds = null } = refusal;
      if (!retryable) return <RefusalNotice title="Not started" refusal={refusal} />;
      const error = new GatewayError('NOT_STARTED', message, { retryable, retryAfterSeconds });
      return <ProblemNotice error={error} retryLabel="Send it again" onRetry={() => send(purchase)} />;
    }
    case 'OutcomeUnknownError':
      return <OutcomeUnknownNotice purchase={purchase} />;
    case 'IdempotencyConflictError':
      return (
        <RefusalNotice title="Sent before, in another form" refusal={refusal}>
          <button
            type="button"
            className="button"
            disabled={isSending}
            onClick={() => send(toNewPurchase(purchase))}
          >
            Send it as a new request
          </button>
        </RefusalNotice>
      );
    default:
      return <RefusalNotice title="Not started" refusal={refusal} />;
  }
}
