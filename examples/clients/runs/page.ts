import { Window } from 'happy-dom';
import type { ReactNode } from 'react';

const window = new Window({ url: 'http://localhost/' });
Object.assign(globalThis, { window, document: window.document });

/** A page that shows some of a component. */
export interface Page {
  /** Resolves with what `look` finds, now or after a change of the page. */
  until<Found>(look: () => Found | null | undefined | false): Promise<Found>;
  all(selector: string): HTMLElement[];
  /** The texts of those that have one. */
  texts(selector: string): string[];
}

/** Shows a component in a page without a browser. */
export async function show(node: ReactNode): Promise<Page> {
  // It looks for the document as it loads.
  const { createRoot } = await import('react-dom/client');
  const root = document.body.appendChild(document.createElement('main'));
  createRoot(root).render(node);
  const all = (selector: string) => [...root.querySelectorAll<HTMLElement>(selector)];
  return {
    all,
    texts: (selector) => all(selector).flatMap(({ textContent }) => textContent || []),
    until: (look) =>
      new Promise((resolve) => {
        const check = () => {
          const found = look();
          if (!found) return;
          observer.disconnect();
          resolve(found);
        };
        const observer = new window.MutationObserver(check) as unknown as MutationObserver;
        observer.observe(root, { childList: true, subtree: true, characterData: true, attributes: true });
        check();
      }),
  };
}
