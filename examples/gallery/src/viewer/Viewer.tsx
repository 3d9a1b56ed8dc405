import { Dialog } from '../page/Dialog.tsx';
import { Part } from '../page/Part.tsx';
import { ViewerAsset } from './ViewerAsset.tsx';
import { useViewer } from './ViewerProvider.tsx';

/** One asset, large, with what one can do with it. */
export function Viewer({ id }: { id: string }) {
  const { close } = useViewer();
  return (
    <Dialog label="Large view" className="viewer" onClose={close}>
      <button type="button" className="viewer-close" aria-label="Close" onClick={close}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
        </svg>
      </button>
      <Part fallback={<p className="viewer-waiting">Loading…</p>}>
        <ViewerAsset id={id} />
      </Part>
    </Dialog>
  );
}
