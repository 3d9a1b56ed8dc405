import { ApolloProvider } from '@apollo/client/react';
import { createApolloClient } from '../extracted/src/apollo/client.ts';
import { NewImage } from '../extracted/src/apollo/NewImage.tsx';
import { trusted } from '../extracted/src/apollo/trusted.ts';
import { Wall } from '../extracted/src/apollo/Wall.tsx';
import { play } from './scenes.tsx';

const { GATEWAY_URL = '', GATEWAY_TOKEN = '', TRUSTED } = process.env;

await play({
  Wall,
  NewImage,
  provide(known, children) {
    const accessToken = async () => (known ? GATEWAY_TOKEN : 'unknown');
    const client = createApolloClient(GATEWAY_URL, accessToken, ...(TRUSTED ? [trusted] : []));
    return <ApolloProvider client={client}>{children}</ApolloProvider>;
  },
});
