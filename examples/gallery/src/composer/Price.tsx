import { useDeferredValue, useLayoutEffect } from 'react';
import { graphql, useLazyLoadQuery } from 'react-relay';
import type { PriceQuery } from '../__generated__/PriceQuery.graphql.ts';
import { formatCredits } from '../account/format-credits.ts';
import { useAttempts } from '../page/AttemptProvider.tsx';
import type { Draft } from './draft.ts';

/** What it costs, before it is bought. The form sends the price that stands here as the most that it may cost. */
export function Price(props: Pick<Draft, 'kind' | 'model' | 'duration'>) {
  // The old price stays until the new one is there, rather than a gap.
  const kind = useDeferredValue(props.kind);
  const model = useDeferredValue(props.model);
  const duration = useDeferredValue(props.duration);
  const { attempt } = useAttempts();
  const { estimateImageCredits, estimateVideoCredits } = useLazyLoadQuery<PriceQuery>(
    graphql`
      query PriceQuery($isImage: Boolean!, $model: String, $duration: String) {
        estimateImageCredits(model: $model) @include(if: $isImage) {
          credits
        }
        estimateVideoCredits(model: $model, duration: $duration) @skip(if: $isImage) {
          credits
        }
      }
    `,
    { isImage: kind === 'IMAGE', model, duration },
    { fetchKey: attempt },
  );
  const credits = (estimateImageCredits ?? estimateVideoCredits)?.credits;
  if (credits == null) return <p className="price">Price unknown</p>;
  return (
    <p className="price">
      <strong>{formatCredits(credits)}</strong> credits
      <input type="hidden" name="price" value={credits} />
    </p>
  );
}

/** In the place of a price that is being asked for. Nothing is bought before somebody has seen what it costs. */
export function PendingPrice({ tell }: { tell: (isPending: boolean) => void }) {
  useLayoutEffect(() => {
    tell(true);
    return () => tell(false);
  }, [tell]);
  return <p className="price">…</p>;
}
