import { RESTDataSource } from '@apollo/datasource-rest';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { toConnection, toJob, toPictoryId } from './connection.ts';
import type { Item, JobAnswer, Page } from './pictory.ts';
import { typeDefs } from './schema.ts';

class PictoryDataSource extends RESTDataSource {
  override baseURL = `${process.env.PICTORY_BASE_URL}/`;
  readonly #authorization: string;

  constructor(options: { authorization: string; cache: ApolloServer['cache'] }) {
    super(options);
    this.#authorization = options.authorization;
  }

  override willSendRequest(_path: string, request: { headers: Record<string, string> }) {
    request.headers.authorization = this.#authorization;
  }

  readPage(kind: 'images' | 'videos') {
    return this.get<Page>(`v1/aistudio/${kind}`);
  }

  readJob(id: string) {
    return this.get<JobAnswer>(`v1/jobs/${id}`);
  }
}

interface Context {
  pictory: PictoryDataSource;
}

const server = new ApolloServer<Context>({
  typeDefs,
  resolvers: {
    Query: {
      images: async (_root, { first }, { pictory }) => toConnection(await pictory.readPage('images'), first),
      videos: async (_root, { first }, { pictory }) => toConnection(await pictory.readPage('videos'), first),
      jobsByIds: (_root, { ids }: { ids: string[] }, { pictory }) =>
        ids.map(async (id) => toJob(await pictory.readJob(toPictoryId(id)))),
    },
    Image: { id: ({ id }: Item) => `Image:${id}` },
    Video: { id: ({ id }: Item) => `Video:${id}` },
    JobOutput: { __resolveType: () => 'ImageOutput' },
  },
});

await startStandaloneServer(server, {
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
  context: async ({ req }) => ({
    pictory: new PictoryDataSource({ authorization: req.headers.authorization ?? '', cache: server.cache }),
  }),
});
