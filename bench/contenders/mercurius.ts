import Fastify from 'fastify';
import mercurius from 'mercurius';
import { toConnection, toJob, toPictoryId } from './connection.ts';
import { type Item, type JobAnswer, type Page, readJson } from './pictory.ts';
import { typeDefs } from './schema.ts';

interface Context {
  authorization: string;
}

const resolvers = {
  Query: {
    images: async (_root: unknown, { first }: { first: number }, { authorization }: Context) =>
      toConnection(await readJson<Page>('/v1/aistudio/images', authorization), first),
    videos: async (_root: unknown, { first }: { first: number }, { authorization }: Context) =>
      toConnection(await readJson<Page>('/v1/aistudio/videos', authorization), first),
    jobsByIds: (_root: unknown, { ids }: { ids: string[] }, { authorization }: Context) =>
      ids.map(async (id) => toJob(await readJson<JobAnswer>(`/v1/jobs/${toPictoryId(id)}`, authorization))),
  },
  Image: { id: ({ id }: Item) => `Image:${id}` },
  Video: { id: ({ id }: Item) => `Video:${id}` },
  JobOutput: { resolveType: () => 'ImageOutput' },
};

const app = Fastify();
await app.register(mercurius, {
  schema: typeDefs,
  resolvers: resolvers as never,
  jit: 1,
  context: ({ headers }) => ({ authorization: headers.authorization ?? '' }),
});
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
