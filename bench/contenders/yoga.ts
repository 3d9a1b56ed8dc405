import { createServer } from 'node:http';
import SchemaBuilder from '@pothos/core';
import { createYoga } from 'graphql-yoga';
import { toConnection, toJob, toPictoryId } from './connection.ts';
import { type Item, type JobAnswer, type Page, readJson } from './pictory.ts';

interface Context {
  request: Request;
}
type Job = ReturnType<typeof toJob>;
type Connection = ReturnType<typeof toConnection>;

const builder = new SchemaBuilder<{ Context: Context; DefaultFieldNullability: true }>({});

const authorizationOf = ({ request }: Context) => request.headers.get('authorization') ?? '';

const JobStatus = builder.enumType('JobStatus', {
  values: ['IN_PROGRESS', 'COMPLETED', 'FAILED', 'CLEANED', 'UNKNOWN'] as const,
});

const Image = builder.objectRef<Item>('Image').implement({
  fields: (t) => ({
    id: t.id({ nullable: false, resolve: ({ id }) => `Image:${id}` }),
    url: t.exposeString('url', { nullable: false }),
    createdDate: t.exposeString('createdDate', { nullable: false }),
    prompt: t.exposeString('prompt'),
    model: t.exposeString('model'),
    style: t.exposeString('style'),
    aspectRatio: t.exposeString('aspectRatio'),
    width: t.exposeInt('width'),
    height: t.exposeInt('height'),
  }),
});

const Video = builder.objectRef<Item>('Video').implement({
  fields: (t) => ({
    id: t.id({ nullable: false, resolve: ({ id }) => `Video:${id}` }),
    url: t.exposeString('url', { nullable: false }),
    createdDate: t.exposeString('createdDate', { nullable: false }),
    prompt: t.exposeString('prompt'),
    model: t.exposeString('model'),
    duration: t.exposeString('duration'),
    thumbnailImageUrl: t.exposeString('thumbnailImageUrl'),
    aspectRatio: t.exposeString('aspectRatio'),
    width: t.exposeInt('width'),
    height: t.exposeInt('height'),
  }),
});

const PageInfo = builder.objectRef<Connection['pageInfo']>('PageInfo').implement({
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { nullable: false }),
    endCursor: t.exposeString('endCursor'),
  }),
});

const ImageConnection = builder.objectRef<Connection>('ImageConnection').implement({
  fields: (t) => ({
    nodes: t.expose('nodes', { type: [Image], nullable: { list: false, items: true } }),
    pageInfo: t.expose('pageInfo', { type: PageInfo, nullable: false }),
  }),
});

const VideoConnection = builder.objectRef<Connection>('VideoConnection').implement({
  fields: (t) => ({
    nodes: t.expose('nodes', { type: [Video], nullable: { list: false, items: true } }),
    pageInfo: t.expose('pageInfo', { type: PageInfo, nullable: false }),
  }),
});

const ImageOutput = builder.objectRef<NonNullable<Job['output']>>('ImageOutput').implement({
  fields: (t) => ({
    url: t.exposeString('url', { nullable: false }),
    width: t.exposeInt('width'),
    height: t.exposeInt('height'),
  }),
});

const JobOutput = builder.unionType('JobOutput', {
  types: [ImageOutput],
  resolveType: () => 'ImageOutput',
});

const JobType = builder.objectRef<Job>('Job').implement({
  fields: (t) => ({
    id: t.exposeID('id', { nullable: false }),
    status: t.field({
      type: JobStatus,
      nullable: false,
      resolve: ({ status }) => status as typeof JobStatus.$inferType,
    }),
    pictoryStatus: t.exposeString('pictoryStatus', { nullable: false }),
    isFinal: t.exposeBoolean('isFinal', { nullable: false }),
    output: t.expose('output', { type: JobOutput }),
  }),
});

builder.queryType({
  fields: (t) => ({
    images: t.field({
      type: ImageConnection,
      args: { first: t.arg.int({ required: true, defaultValue: 20 }) },
      resolve: async (_root, { first }, context) =>
        toConnection(await readJson<Page>('/v1/aistudio/images', authorizationOf(context)), first),
    }),
    videos: t.field({
      type: VideoConnection,
      args: { first: t.arg.int({ required: true, defaultValue: 20 }) },
      resolve: async (_root, { first }, context) =>
        toConnection(await readJson<Page>('/v1/aistudio/videos', authorizationOf(context)), first),
    }),
    jobsByIds: t.field({
      type: [JobType],
      nullable: { list: false, items: true },
      args: { ids: t.arg.idList({ required: true }) },
      resolve: (_root, { ids }, context) =>
        ids.map(async (id) =>
          toJob(await readJson<JobAnswer>(`/v1/jobs/${toPictoryId(String(id))}`, authorizationOf(context))),
        ) as never,
    }),
  }),
});

const yoga = createYoga({ schema: builder.toSchema(), graphiql: false, logging: false });
createServer(yoga).listen(Number(process.env.PORT), '127.0.0.1');
