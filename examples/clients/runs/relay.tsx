import { Suspense } from 'react';
import { RelayEnvironmentProvider } from 'react-relay';
import { createRelayEnvironment } from '../extracted/src/relay/environment.ts';
import * as studio from '../extracted/src/relay/studio.ts';
import { play } from './scenes.tsx';

const { BACK_END_URL = '', STRANGERS_URL = '' } = process.env;

await play({
  ...studio,
  provide: (known, children) => (
    <RelayEnvironmentProvider environment={createRelayEnvironment(known ? BACK_END_URL : STRANGERS_URL)}>
      <Suspense>{children}</Suspense>
    </RelayEnvironmentProvider>
  ),
});
