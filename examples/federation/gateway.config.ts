import { defineConfig, type GatewayContext } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { GraphQLError } from 'graphql';
import { maskError } from 'graphql-yoga';

// Hive Gateway. It asks the subgraphs for their schemas and composes them itself, which is good for a laptop; in production
// it takes a supergraph that has been composed and checked before.

const pictory = process.env.PICTORY_URL ?? 'http://127.0.0.1:4001/graphql';
const campaigns = process.env.CAMPAIGNS_URL ?? 'http://127.0.0.1:4002/graphql';

export const gatewayConfig = defineConfig({
  supergraph: {
    type: 'dev',
    services: [
      { name: 'pictory', url: pictory },
      { name: 'campaigns', url: campaigns },
    ],
  },
  // With the default runtime an entity that is not there is null and an INTERNAL_SERVER_ERROR besides.
  unifiedGraphHandler,
  propagateHeaders: {
    // The Pictory key, or the gateway token, of the caller. Campaigns have no use for it.
    fromClientToSubgraphs: ({ context, subgraphName }) =>
      subgraphName === 'pictory' ? { authorization: authorizationOf(context) } : {},
    // private, no-store
    fromSubgraphsToClient: ({ response }) => ({ 'cache-control': response.headers.get('cache-control') }),
    deduplicateHeaders: true,
  },
  maskedErrors: {
    maskError: (error, message, isDev) => readWireError(error) ?? maskError(error, message, isDev),
  },
  // Who leaves costs nothing more: a wait or a watch at the subgraph ends with the client.
  upstreamCancellation: true,
  // Hive Gateway merges equal queries under way and would end them all with the first client that leaves. The Pictory subgraph
  // merges its reads of Pictory by itself.
  transportEntries: { '*.http': { options: { deduplicateInflightRequests: false } } },
});

/**
 * Over WebSocket it comes with the connection's parameters, in any case, directly or under `headers`. One that is no text goes
 * on as such, to be refused: without it, the caller might be taken for a guest.
 */
function authorizationOf({ request, connectionParams }: GatewayContext & { connectionParams?: unknown }) {
  const { headers } = Object(connectionParams);
  const said = [connectionParams, headers]
    .flatMap((holder) => Object.entries(Object(holder)))
    .find(([name, value]) => name.toLowerCase() === 'authorization' && value);
  return said ? String(said[1]) : request.headers.get('authorization');
}

/**
 * The errors in the events of a subscription arrive as plain objects, just as the subgraph has sent them; Hive Gateway masks
 * what is not an instance. Null for everything else, such as a subgraph that cannot be reached.
 */
function readWireError(error: unknown): GraphQLError | null {
  if (error instanceof Error) return null;
  const { message, path, extensions } = Object(error) as Partial<GraphQLError>;
  if (message === undefined || extensions?.code === undefined) return null;
  return new GraphQLError(message, { path, extensions });
}
