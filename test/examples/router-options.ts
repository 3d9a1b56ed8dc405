// The options of two routers that examples/federation uses, as JSON Schema: what their documentation says of them, and nothing
// else, so that a misspelt one is found. The routers themselves are binaries that npm does not bring.

/** Go's and Rust's humantime, as far as whole seconds go: `60s`. */
const seconds = { type: 'string', pattern: '^[1-9][0-9]*s$' };
const address = { type: 'string', pattern: '^[\\w.:]+:[0-9]+$' };

function closed(properties: Record<string, object>, required: string[] = []): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

function bySubgraph(options: object): object {
  return { type: 'object', additionalProperties: options };
}

/**
 * Apollo Router 2: https://www.apollographql.com/docs/graphos/routing/configuration/yaml, and for the parts .../routing/header-propagation,
 * .../routing/observability/subgraph-error-inclusion, .../routing/operations/subscriptions/configuration,
 * .../routing/performance/traffic-shaping.
 */
export const APOLLO_ROUTER_OPTIONS = closed({
  supergraph: closed({ listen: address, path: { type: 'string', pattern: '^/' } }),
  headers: closed({
    subgraphs: bySubgraph(
      closed({
        request: {
          type: 'array',
          items: closed({ propagate: closed({ named: { type: 'string' } }, ['named']) }, ['propagate']),
        },
      }),
    ),
  }),
  include_subgraph_errors: closed({ all: { type: 'boolean' }, subgraphs: bySubgraph({ type: 'boolean' }) }),
  subscription: closed({
    enabled: { type: 'boolean' },
    mode: closed({
      passthrough: closed({
        subgraphs: bySubgraph(
          closed({
            path: { type: 'string', pattern: '^/' },
            // `graphql_ws` is the protocol of the graphql-ws library; the other one that of subscriptions-transport-ws.
            protocol: { enum: ['graphql_ws', 'graphql_transport_ws'] },
          }),
        ),
      }),
    }),
  }),
  traffic_shaping: closed({
    router: closed({ timeout: seconds }),
    subgraphs: bySubgraph(closed({ timeout: seconds })),
  }),
});

/** Cosmo Router: https://cosmo-docs.wundergraph.com/router/configuration */
export const COSMO_ROUTER_OPTIONS = closed(
  {
    version: { const: '1' },
    listen_addr: address,
    execution_config: closed({ file: closed({ path: { type: 'string' } }, ['path']) }, ['file']),
    headers: closed({
      subgraphs: bySubgraph(
        closed({
          request: {
            type: 'array',
            items: closed({ op: { const: 'propagate' }, named: { type: 'string' } }, ['op', 'named']),
          },
        }),
      ),
    }),
    subgraph_error_propagation: closed({
      mode: { enum: ['wrapped', 'pass-through'] },
      allowed_extension_fields: { type: 'array', items: { type: 'string' } },
    }),
    traffic_shaping: closed({ subgraphs: bySubgraph(closed({ request_timeout: seconds })) }),
  },
  ['version'],
);

/** The input of `wgc router compose`: https://cosmo-docs.wundergraph.com/cli/router/compose */
export const COSMO_GRAPH = closed(
  {
    version: { const: 1 },
    subgraphs: {
      type: 'array',
      items: closed(
        {
          name: { type: 'string' },
          routing_url: { type: 'string', format: 'uri' },
          schema: closed({ file: { type: 'string' } }, ['file']),
          subscription: closed({ protocol: { enum: ['ws', 'sse', 'sse_post'] } }),
        },
        ['name', 'routing_url', 'schema'],
      ),
    },
  },
  ['version', 'subgraphs'],
);

/** The input of `rover supergraph compose`: https://www.apollographql.com/docs/rover/commands/supergraphs */
export const ROVER_GRAPH = closed(
  {
    federation_version: { const: 2 },
    subgraphs: bySubgraph(
      closed(
        {
          routing_url: { type: 'string', format: 'uri' },
          schema: closed({ file: { type: 'string' } }, ['file']),
        },
        ['routing_url', 'schema'],
      ),
    ),
  },
  ['subgraphs'],
);
