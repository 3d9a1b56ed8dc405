import type { AssetKind } from '../wall/asset-kind.ts';

/** What the form holds. A choice that is null is left to the model's first. */
export interface Draft {
  kind: AssetKind;
  prompt: string;
  model: string | null;
  aspectRatio: string | null;
  /** Images only. */
  style: string | null;
  /** Videos only, such as `8s`. */
  duration: string | null;
  source: DraftSource | null;
  /** Grows when something from elsewhere is put into the form, which then asks for attention. */
  arrivals: number;
}

/** Something in the library to start from. */
export interface DraftSource {
  /** The field of the input that it goes into. */
  use: 'referenceImageUrl' | 'firstFrameImageUrl' | 'continueVideo';
  /** The address, or the global id for `continueVideo`. */
  value: string;
  /** What it looks like. Null when nobody knows. */
  pictureUrl: string | null;
}

/** What can be put into the form at once: from an asset of the library, or from a job that has failed. */
export type Arrival = Partial<Omit<Draft, 'arrivals'>> & Pick<Draft, 'kind'>;

export type DraftAction =
  | { type: 'change'; change: Partial<Omit<Draft, 'kind' | 'arrivals'>> }
  | { type: 'choose-kind'; kind: AssetKind }
  | { type: 'arrive'; arrival: Arrival };

export const EMPTY_DRAFT: Draft = {
  kind: 'IMAGE',
  prompt: '',
  model: null,
  aspectRatio: null,
  style: null,
  duration: null,
  source: null,
  arrivals: 0,
};

/** The next draft. */
export function changeDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'change':
      return { ...draft, ...action.change };
    case 'choose-kind':
      // Models, styles and sources belong to one kind; what is to be shown, and in which shape, does not.
      return {
        ...EMPTY_DRAFT,
        kind: action.kind,
        prompt: draft.prompt,
        aspectRatio: draft.aspectRatio,
        arrivals: draft.arrivals,
      };
    case 'arrive':
      return { ...EMPTY_DRAFT, ...action.arrival, arrivals: draft.arrivals + 1 };
  }
}
