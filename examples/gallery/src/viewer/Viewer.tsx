import type { KeyboardEvent } from 'react';
import { Dialog } from '../page/Dialog.tsx';
import { Part } from '../page/Part.tsx';
import { ViewerAsset } from './ViewerAsset.tsx';
import { useViewer } from './ViewerProvider.tsx';

/** One asset, large, with what one can do with it. The arrow keys go on to its neighbours on the wall. */
export function Viewer({ id }: { id: string }) {
  const { close, step } = useViewer();

  function stepByKey(event: KeyboardEvent) {
    // A video winds with the same keys.
    if (event.target instanceof HTMLVideoElement) return;
    const by = ({ ArrowLeft: -1, ArrowRight: 1 } as const)[event.key];
    if (by) step(id, by);
  }

  return (
    <Dialog label="Large view" className="viewer" onClose={close} onKeyDown={stepByKey}>
      <div className="viewer-bar">
        <RoundButton name="Previous" path="M10 3L5 8l5 5" onPress={() => step(id, -1)} />
        <RoundButton name="Next" path="M6 3l5 5-5 5" onPress={() => step(id, 1)} />
        <RoundButton name="Close" path="M3 3l10 10M13 3L3 13" onPress={close} />
      </div>
      <Part resetKey={id} fallback={<p className="viewer-waiting">Loading…</p>}>
        <ViewerAsset id={id} key={id} />
      </Part>
    </Dialog>
  );
}

function RoundButton({ name, path, onPress }: { name: string; path: string; onPress: () => void }) {
  return (
    <button type="button" className="round-button" aria-label={name} onClick={onPress}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path d={path} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
      </svg>
    </button>
  );
}
