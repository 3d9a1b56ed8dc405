import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  useTransition,
} from 'react';
import { graphql, type PreloadedQuery, useQueryLoader } from 'react-relay';
import type { WallProviderQuery } from '../__generated__/WallProviderQuery.graphql.ts';
import { EVERYTHING, toAssetFilter, type WallFilter } from './wall-filter.ts';

/** The query that {@link useWall} has a reference of. It starts with the decision to show something, not with a component. */
export const wallQuery = graphql`
  query WallProviderQuery($filter: AssetFilter!) {
    ...WallItems_query @arguments(filter: $filter)
  }
`;

interface WallState {
  filter: WallFilter;
  /** The query of the items, on its way or answered: for `usePreloadedQuery`. Null for a moment at the start. */
  reference: PreloadedQuery<WallProviderQuery> | null;
  /** Whether another wall is on its way while this one stands. */
  isChanging: boolean;
  /** Shows what passes a filter. */
  show: (filter: WallFilter) => void;
  /** Asks for the same again, from the top. */
  reload: () => void;
}

const WallContext = createContext<WallState | null>(null);

/** What the wall shows, and how to change it. @throws outside of a `WallProvider`. */
export function useWall(): WallState {
  const wall = useContext(WallContext);
  if (!wall) throw new Error('useWall belongs inside of a WallProvider.');
  return wall;
}

/** Keeps the filter of the wall and loads what passes it. */
export function WallProvider({ children }: { children: ReactNode }) {
  const [filter, setFilter] = useState(EVERYTHING);
  const [reference = null, load] = useQueryLoader<WallProviderQuery>(wallQuery);
  const [isChanging, startTransition] = useTransition();

  const wall = useMemo(() => {
    const show = (next: WallFilter) => {
      setFilter(next);
      // The wall that stands is shown until the next one is there.
      startTransition(() => load({ filter: toAssetFilter(next) }, { fetchPolicy: 'network-only' }));
    };
    return { filter, reference, isChanging, show, reload: () => show(filter) };
  }, [filter, reference, isChanging, load]);

  const showFirst = useEffectEvent(() => wall.reload());
  useEffect(() => showFirst(), []);
  return <WallContext value={wall}>{children}</WallContext>;
}
