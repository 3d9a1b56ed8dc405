import { graphql, type RecordSourceSelectorProxy } from 'relay-runtime';
import type { spendCreditsQuery } from '../__generated__/spendCreditsQuery.graphql.ts';

/** Books what a job has cost in the figure that the page shows, without asking for it anew. */
export function spendCredits(store: RecordSourceSelectorProxy<object>, credits: number): void {
  const { updatableData } = store.readUpdatableQuery<spendCreditsQuery>(
    graphql`
      query spendCreditsQuery @updatable {
        account {
          quota {
            aiCredits {
              used
            }
          }
        }
      }
    `,
    {},
  );
  const aiCredits = updatableData.account?.quota?.aiCredits;
  if (aiCredits?.used != null) aiCredits.used += credits;
}
