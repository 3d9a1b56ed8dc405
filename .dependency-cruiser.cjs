// Keeps the rooms apart: each rule's comment says where the line belongs instead.
const rooms = {
  server: ['sandbox'],
  schema: ['server', 'sandbox', 'upstream', 'replicas'],
  domain: ['server', 'schema', 'sandbox', 'replicas'],
  upstream: ['server', 'schema', 'domain', 'sandbox', 'replicas'],
  sandbox: ['server', 'schema', 'domain', 'upstream', 'replicas'],
  replicas: ['server', 'schema', 'sandbox', 'upstream'],
};
const why = {
  server: 'The server starts the parts; it never reaches into the sandbox.',
  schema: 'The schema shows what domain/ knows: ask domain/ for it, or pass it through the context.',
  domain:
    'The domain knows no GraphQL, no HTTP server and no Redis: declare an interface here and let server/app.ts hand in the implementation.',
  upstream: 'Upstream spells the REST APIs and knows nothing above it: rules of our nouns belong in domain/.',
  sandbox: 'The sandbox is a stranger that is reached over HTTP alone.',
  replicas: 'replicas/ implements the interfaces that domain/ declares and knows nothing else.',
};
/** One library, one room. */
const homes = [
  ['@pothos/', '^src/schema/'],
  ['undici', '^src/upstream/'],
  ['cockatiel', '^src/upstream/'],
  ['ioredis', '^src/replicas/redis'],
  ['graphql-yoga', '^src/server/'],
];

module.exports = {
  forbidden: [
    ...Object.entries(rooms).map(([room, forbidden]) => ({
      name: `${room}-imports-downwards`,
      comment: why[room],
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: `^src/(${forbidden.join('|')})/` },
    })),
    ...['paging', 'work'].map((way) => ({
      name: `${way}-knows-no-noun`,
      comment: `domain/${way}/ serves every noun and knows none: hand in what it needs.`,
      severity: 'error',
      from: { path: `^src/domain/${way}/` },
      to: {
        path: '^src/(domain|upstream)/',
        pathNot: `^src/(domain/(${way}/|(errors|operation|read-group|read-log|seal|shared-reads|tenant|weight)\\.ts)|upstream/(call|errors)\\.ts)`,
      },
    })),
    ...homes.map(([library, home]) => ({
      name: `one-room-for-${library.replace(/\W/g, '')}`,
      comment: `${library} is used in ${home} only: give that room a function that does what you need.`,
      severity: 'error',
      from: { path: '^src/', pathNot: home },
      to: { path: `^node_modules/${library}` },
    })),
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'clock-is-free',
      comment: 'clock.ts is free to all and needs nobody.',
      severity: 'error',
      from: { path: '^src/clock' },
      to: { path: '^src/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
