import { Suspense } from 'react';
import { RelayEnvironmentProvider } from 'react-relay';
import { createRelayEnvironment } from '../extracted/src/relay/environment.ts';
import { NewImage } from '../extracted/src/relay/NewImage.tsx';
import { Wall } from '../extracted/src/relay/Wall.tsx';
import { play } from './scenes.tsx';

const { BACK_END_URL = '', STRANGERS_URL = '' } = process.env;

await play({
  Wall,
  NewImage,
  provide: (known, children) => (
    <RelayEnvironmentProvider environment={createRelayEnvironment(known ? BACK_END_URL : STRANGERS_URL)}>
      <Suspense>{children}</Suspense>
    </RelayEnvironmentProvider>
  ),
});
