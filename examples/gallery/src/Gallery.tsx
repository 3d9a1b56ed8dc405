import { Credits } from './account/Credits.tsx';
import { useSettings } from './account/SettingsProvider.tsx';
import { Composer } from './composer/Composer.tsx';
import { DraftProvider } from './composer/DraftProvider.tsx';
import { AnnouncerProvider } from './page/AnnouncerProvider.tsx';
import { AttemptProvider } from './page/AttemptProvider.tsx';
import { Part } from './page/Part.tsx';
import { Tray } from './tray/Tray.tsx';
import { ViewerProvider } from './viewer/ViewerProvider.tsx';
import { Wall } from './wall/Wall.tsx';
import { WallProvider } from './wall/WallProvider.tsx';

/** The page. Its parts fetch, wait and fail on their own; what they share is in the providers around them. */
export function Gallery() {
  return (
    <AttemptProvider>
      <AnnouncerProvider>
        <DraftProvider>
          <WallProvider>
            <ViewerProvider>
              <Header />
              <main className="page">
                <section className="composer-column" aria-label="Create">
                  <Part fallback={<div className="composer-waiting" />}>
                    <Composer />
                  </Part>
                </section>
                <section className="wall-column" aria-label="Library">
                  <Tray />
                  <Wall />
                </section>
              </main>
            </ViewerProvider>
          </WallProvider>
        </DraftProvider>
      </AnnouncerProvider>
    </AttemptProvider>
  );
}

function Header() {
  const { openSettings } = useSettings();
  return (
    <header className="header">
      <h1 className="brand">
        <img src="/icon.svg" alt="" width="28" height="28" />
        Gallery
      </h1>
      <Part quiet fallback={null}>
        <Credits />
      </Part>
      <button type="button" className="button button-quiet" onClick={openSettings}>
        Settings
      </button>
    </header>
  );
}
