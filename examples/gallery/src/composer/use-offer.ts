import { graphql, useFragment } from 'react-relay';
import type { useOffer_query$key } from '../__generated__/useOffer_query.graphql.ts';
import type { Draft } from './draft.ts';

/** What can be chosen for a draft, and the draft with its choices made. */
export interface Offer {
  /** Names of the engines for its kind. */
  models: readonly string[];
  aspectRatios: readonly string[];
  /** Empty for videos. */
  styles: readonly string[];
  /** Empty for images. */
  durations: readonly string[];
  /** As it would be bought: what its model does not make gives way to what it does. */
  resolved: Draft;
}

/**
 * Reads the catalogue for a draft. A model that the catalogue does not have, as an old image may bring it, stays: the gateway
 * says what it takes in its stead.
 */
export function useOffer(query: useOffer_query$key, draft: Draft): Offer {
  const { imageModels, videoModels } = useFragment(
    graphql`
      fragment useOffer_query on Query {
        imageModels {
          name
          isDefault
          aspectRatios
          styles
        }
        videoModels {
          name
          isDefault
          aspectRatios
          durations
        }
      }
    `,
    query,
  );
  const models: readonly Model[] = draft.kind === 'IMAGE' ? imageModels : videoModels;
  const model = models.find(({ name }) => name === draft.model) ?? models.find(({ isDefault }) => isDefault);
  const { name = '', aspectRatios = [], styles = [], durations = [] } = model ?? {};
  return {
    models: models.map((each) => each.name),
    aspectRatios,
    styles,
    durations,
    resolved: {
      ...draft,
      model: draft.model ?? name,
      aspectRatio: oneOf(aspectRatios, draft.aspectRatio),
      style: draft.style !== null && styles.includes(draft.style) ? draft.style : null,
      duration: oneOf(durations, draft.duration),
    },
  };
}

interface Model {
  readonly name: string;
  readonly isDefault: boolean;
  readonly aspectRatios: readonly string[];
  readonly styles?: readonly string[];
  readonly durations?: readonly string[];
}

/** A wish that is on offer, else the first of the offer, which is what Pictory takes. Null where nothing is offered. */
function oneOf(offer: readonly string[], wish: string | null): string | null {
  return wish !== null && offer.includes(wish) ? wish : (offer[0] ?? null);
}
