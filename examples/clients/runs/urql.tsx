import { Provider } from 'urql';
import { createUrqlClient } from '../extracted/src/urql/client.ts';
import { NewImage } from '../extracted/src/urql/NewImage.tsx';
import { trusted } from '../extracted/src/urql/trusted.ts';
import { Wall } from '../extracted/src/urql/Wall.tsx';
import { play } from './scenes.tsx';

const { BACK_END_URL = '', STRANGERS_URL = '', TRUSTED } = process.env;

await play({
  Wall,
  NewImage,
  provide(known, children) {
    const client = createUrqlClient(known ? BACK_END_URL : STRANGERS_URL, ...(TRUSTED ? [trusted] : []));
    return <Provider value={client}>{children}</Provider>;
  },
});
