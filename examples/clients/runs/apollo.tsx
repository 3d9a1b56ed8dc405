import { ApolloProvider } from '@apollo/client/react';
import { createApolloClient } from '../extracted/src/apollo/client.ts';
import * as studio from '../extracted/src/apollo/studio.ts';
import { trustedByApollo } from '../extracted/src/trusted.ts';
import { play } from './scenes.tsx';

const { GATEWAY_URL = '', GATEWAY_TOKEN = '', TRUSTED } = process.env;

await play({
  ...studio,
  provide(known, children) {
    const accessToken = async () => (known ? GATEWAY_TOKEN : 'unknown');
    const client = createApolloClient(GATEWAY_URL, accessToken, ...(TRUSTED ? [trustedByApollo] : []));
    return <ApolloProvider client={client}>{children}</ApolloProvider>;
  },
});
