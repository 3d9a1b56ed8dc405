import { Provider } from 'urql';
import { trustedByUrql } from '../extracted/src/trusted.ts';
import { createUrqlClient } from '../extracted/src/urql/client.ts';
import * as studio from '../extracted/src/urql/studio.ts';
import { play } from './scenes.tsx';

const { BACK_END_URL = '', STRANGERS_URL = '', TRUSTED } = process.env;

await play({
  ...studio,
  provide(known, children) {
    const client = createUrqlClient(
      known ? BACK_END_URL : STRANGERS_URL,
      ...(TRUSTED ? [trustedByUrql] : []),
    );
    return <Provider value={client}>{children}</Provider>;
  },
});
