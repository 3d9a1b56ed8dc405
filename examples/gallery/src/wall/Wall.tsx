import { Part } from '../page/Part.tsx';
import { WallFilters } from './WallFilters.tsx';
import { WallItems } from './WallItems.tsx';
import { useWall } from './WallProvider.tsx';

/** All that has been made, newest first, without an end to the page. */
export function Wall() {
  const { reference, isChanging, reload } = useWall();
  return (
    <>
      <Part quiet fallback={<div className="filters" />}>
        <WallFilters />
      </Part>
      <div className={isChanging ? 'wall-frame wall-changing' : 'wall-frame'}>
        <Part onRetry={reload} fallback={<WallWaiting />}>
          {reference ? <WallItems reference={reference} key={reference.fetchKey} /> : <WallWaiting />}
        </Part>
      </div>
    </>
  );
}

/** Something of the shape of what is to come. */
function WallWaiting() {
  return (
    <div className="wall" aria-hidden="true">
      {WAITING_RATIOS.map((ratio, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change.
        <div key={index} className="tile tile-waiting" style={{ '--ratio': ratio }} />
      ))}
    </div>
  );
}

const WAITING_RATIOS = [1.78, 1, 0.56, 1.78, 1, 1.78, 0.56, 1, 1.78, 1, 1.78, 1];
