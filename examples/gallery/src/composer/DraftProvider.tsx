import { createContext, type Dispatch, type ReactNode, useContext, useReducer } from 'react';
import { changeDraft, type Draft, type DraftAction, EMPTY_DRAFT } from './draft.ts';

const DraftContext = createContext<[Draft, Dispatch<DraftAction>]>([EMPTY_DRAFT, () => {}]);

/** What the form holds, and how to change it, from anywhere. */
export function useDraft(): [Draft, Dispatch<DraftAction>] {
  return useContext(DraftContext);
}

/** Keeps the draft, which the form edits and the library fills. */
export function DraftProvider({ children }: { children: ReactNode }) {
  return <DraftContext value={useReducer(changeDraft, EMPTY_DRAFT)}>{children}</DraftContext>;
}
