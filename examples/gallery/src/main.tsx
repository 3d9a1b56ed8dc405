import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SettingsProvider } from './account/SettingsProvider.tsx';
import { Gallery } from './Gallery.tsx';
import './styles/base.css';
import './styles/controls.css';
import './styles/page.css';
import './styles/composer.css';
import './styles/tray.css';
import './styles/wall.css';
import './styles/viewer.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root.');
createRoot(root).render(
  <StrictMode>
    <SettingsProvider>
      <Gallery />
    </SettingsProvider>
  </StrictMode>,
);
