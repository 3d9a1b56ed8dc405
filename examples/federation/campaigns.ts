import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { GraphQLError, parse } from 'graphql';
import { createYoga } from 'graphql-yoga';

// A second subgraph: campaigns, which know images, videos and jobs of Pictory by their ids and nothing else of them.

interface Campaign {
  id: string;
  name: string;
  budget: number;
  heroId: string | null;
  clipIds: string[];
  jobId: string | null;
}

const campaigns = read('campaigns.csv').trim().split('\n').slice(1).map(parseCampaign);

/** An image or a video as a router names it to us. */
interface PictoryKey {
  pictoryId: string;
}

const resolvers = {
  Query: {
    campaigns: (_root: unknown, { first, after }: { first: number; after: string | null }) =>
      listCampaigns(first, after ?? null),
    campaign: (_root: unknown, { id }: { id: string }) => findCampaign(id),
  },
  Campaign: {
    __resolveReference: ({ id }: { id: string }) => findCampaign(id),
    hero: ({ heroId }: Campaign) => heroId && { pictoryId: heroId },
    clips: ({ clipIds }: Campaign) => clipIds.map((pictoryId) => ({ pictoryId })),
    job: ({ jobId }: Campaign) => jobId && { id: jobId },
  },
  Image: {
    campaigns: ({ pictoryId }: PictoryKey) => campaigns.filter(({ heroId }) => heroId === pictoryId),
  },
  Video: {
    campaigns: ({ pictoryId }: PictoryKey) => campaigns.filter(({ clipIds }) => clipIds.includes(pictoryId)),
  },
  Node: { __resolveType: () => 'Campaign' },
};

const schema = buildSubgraphSchema({ typeDefs: parse(read('campaigns.graphql')), resolvers });
const server = createServer(createYoga({ schema, landingPage: false, logging: 'warn' }));
const port = Number(process.env.PORT ?? 4002);
server.on('error', (error: NodeJS.ErrnoException) => {
  process.stderr.write(error.code === 'EADDRINUSE' ? `Port ${port} is in use.\n` : `${error.message}\n`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => {
  const { port: chosen } = server.address() as { port: number };
  process.stdout.write(`Campaigns at http://127.0.0.1:${chosen}/graphql\n`);
});

function findCampaign(id: string): Campaign | null {
  return campaigns.find((campaign) => campaign.id === id) ?? null;
}

/** A stretch of the list. A cursor is the id of a campaign: the list never changes. */
function listCampaigns(first: number, after: string | null) {
  if (first < 1 || first > 100) throw badInput('`first` goes from 1 to 100.');
  const start = after === null ? 0 : campaigns.findIndex(({ id }) => id === after) + 1;
  if (after !== null && start === 0) throw badInput('`after` is no cursor of this list.');
  const nodes = campaigns.slice(start, start + first);
  return {
    nodes,
    edges: nodes.map((node) => ({ cursor: node.id, node })),
    pageInfo: {
      hasNextPage: start + first < campaigns.length,
      hasPreviousPage: start > 0,
      startCursor: nodes.at(0)?.id ?? null,
      endCursor: nodes.at(-1)?.id ?? null,
    },
  };
}

function badInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** One row of campaigns.csv: number, name, budget, id of an image, ids of videos, id of a job. */
function parseCampaign(row: string): Campaign {
  const [number, name = '', budget, hero, clips, job] = row.split(',');
  return {
    id: `Campaign:${number}`,
    name,
    budget: Number(budget),
    heroId: hero || null,
    clipIds: clips ? clips.split(' ') : [],
    jobId: job || null,
  };
}

function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
