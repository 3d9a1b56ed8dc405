import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { Viewer } from './Viewer.tsx';

interface ViewerState {
  /** Shows an asset large, by its global id. */
  open: (id: string) => void;
  close: () => void;
  /** Goes on to the one before (-1) or after (1) in the list, if there is one. */
  step: (from: string, by: -1 | 1) => void;
  /** Tells the order to step through: global ids. */
  setOrder: (ids: readonly string[]) => void;
}

const ViewerContext = createContext<ViewerState>({
  open: () => {},
  close: () => {},
  step: () => {},
  setOrder: () => {},
});

/** The large view, from anywhere. */
export function useViewer(): ViewerState {
  return useContext(ViewerContext);
}

/** Keeps which asset is open: in the address, so that it can be linked to and the browser's Back closes it. */
export function ViewerProvider({ children }: { children: ReactNode }) {
  const [id, setId] = useState(idInAddress);
  const order = useRef<readonly string[]>([]);
  useEffect(() => {
    const follow = () => setId(idInAddress());
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);

  const viewer = useMemo(
    () => ({
      open(opened: string) {
        setId(opened);
        history.pushState({ isOpenedHere: true }, '', toFragment(opened));
      },
      close() {
        setId(null);
        // Back to where it was opened; from a link, there is nothing of ours to go back to.
        if (history.state?.isOpenedHere) history.back();
        else history.replaceState(null, '', location.pathname);
      },
      step(from: string, by: -1 | 1) {
        const next = order.current.includes(from) && order.current[order.current.indexOf(from) + by];
        if (!next) return;
        setId(next);
        history.replaceState(history.state, '', toFragment(next));
      },
      setOrder(ids: readonly string[]) {
        order.current = ids;
      },
    }),
    [],
  );
  return (
    <ViewerContext value={viewer}>
      {children}
      {id !== null && <Viewer id={id} />}
    </ViewerContext>
  );
}

function toFragment(id: string): string {
  return `#${encodeURI(id)}`;
}

/** Null for none, and for what nobody here has written, such as half of an escape. */
function idInAddress(): string | null {
  try {
    const id = decodeURIComponent(location.hash.slice(1));
    return /^\w+:./.test(id) ? id : null;
  } catch {
    return null;
  }
}
