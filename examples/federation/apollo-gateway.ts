import { ApolloGateway, IntrospectAndCompose, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

// The same supergraph behind @apollo/gateway, which asks the subgraphs for their schemas and composes them itself.

interface Context {
  /** The Pictory key (or the gateway token) of the caller. */
  authorization?: string | undefined;
}

const gateway = new ApolloGateway({
  supergraphSdl: new IntrospectAndCompose({
    subgraphs: [
      { name: 'pictory', url: process.env.PICTORY_URL ?? 'http://127.0.0.1:4001/graphql' },
      { name: 'campaigns', url: process.env.CAMPAIGNS_URL ?? 'http://127.0.0.1:4002/graphql' },
    ],
  }),
  buildService: ({ name, url }) =>
    new RemoteGraphQLDataSource<Context>({
      ...(url === undefined ? {} : { url }),
      willSendRequest({ request, context }) {
        const { authorization } = context;
        if (name === 'pictory' && authorization) request.http?.headers.set('authorization', authorization);
      },
    }),
});

const server = new ApolloServer<Context>({
  gateway,
  includeStacktraceInErrorResponses: false,
  // What a subgraph says of itself, and what the gateway finds wrong with a request, is for clients. A call that failed tells
  // the address of the subgraph, and all that came instead of an answer.
  formatError(shown) {
    const { code, serviceName, response } = shown.extensions ?? {};
    if (!response && (code !== 'INTERNAL_SERVER_ERROR' || serviceName)) return shown;
    process.stderr.write(`${shown.message}\n`);
    return { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  },
});
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: Number(process.env.PORT ?? 4000) },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
process.stdout.write(`Supergraph at ${url}\n`);
