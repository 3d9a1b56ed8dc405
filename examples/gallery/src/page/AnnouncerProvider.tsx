import { createContext, type ReactNode, useContext, useState } from 'react';

const AnnouncerContext = createContext<(words: string) => void>(() => {});

/** Says something to those who cannot see what has changed, when nothing else is being said. */
export function useAnnounce(): (words: string) => void {
  return useContext(AnnouncerContext);
}

/** Holds the one live region of the page. */
export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [words, announce] = useState('');
  return (
    <AnnouncerContext value={announce}>
      {children}
      <p className="visually-hidden" role="status">
        {words}
      </p>
    </AnnouncerContext>
  );
}
