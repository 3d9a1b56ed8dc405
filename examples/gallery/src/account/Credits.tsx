import { graphql, useLazyLoadQuery } from 'react-relay';
import type { CreditsQuery } from '../__generated__/CreditsQuery.graphql.ts';
import { useAttempts } from '../page/AttemptProvider.tsx';
import { formatCredits } from './format-credits.ts';

/** AI credits that are left in the account's plan. Nothing where Pictory does not say. */
export function Credits() {
  const { attempt } = useAttempts();
  const { account } = useLazyLoadQuery<CreditsQuery>(
    graphql`
      query CreditsQuery {
        account {
          quota {
            aiCredits {
              used
              limit
            }
          }
        }
      }
    `,
    {},
    { fetchKey: attempt },
  );
  const { used, limit } = account?.quota?.aiCredits ?? {};
  if (used == null || limit == null) return null;
  return (
    <p className="credits">
      <strong>{formatCredits(Math.max(0, limit - used))}</strong> credits left
    </p>
  );
}
