import { describe, expect, test } from 'vitest';
import { ask, callerWith, contextOf, nobody, schema, watch } from './graph.ts';

/** What each root field needs, with a selection that asks for it. */
const FIELDS = {
  query: {
    images: ['read', 'images { truncated }'],
    videos: ['read', 'videos { truncated }'],
    assets: ['read', 'assets { truncated }'],
    jobs: ['read', 'jobs { truncated }'],
    image: ['read', 'image(id: "x") { id }'],
    video: ['read', 'video(id: "x") { id }'],
    job: ['read', 'job(id: "x") { id }'],
    jobsByIds: ['read', 'jobsByIds(ids: ["x"]) { id }'],
    imageModels: [null, 'imageModels { name }'],
    videoModels: [null, 'videoModels { name }'],
    estimateImageCredits: [null, 'estimateImageCredits { credits }'],
    estimateVideoCredits: [null, 'estimateVideoCredits { credits }'],
    account: ['read', 'account { quota { aiCredits { used } } }'],
    node: ['read', 'node(id: "Image:x") { id }'],
    nodes: ['read', 'nodes(ids: ["Job:x"]) { id }'],
    _entities: ['read', '_entities(representations: [{ __typename: "Video", id: "x" }]) { __typename }'],
    _service: [null, '_service { sdl }'],
  },
  mutation: {
    generateImage: ['generate', 'generateImage(input: { prompt: "A lamp" }) { __typename }'],
    generateImages: ['generate', 'generateImages(inputs: []) { __typename }'],
    generateVideo: ['generate', 'generateVideo(input: { prompt: "A lamp" }) { __typename }'],
    generateVideos: ['generate', 'generateVideos(inputs: []) { __typename }'],
    cleanJob: ['clean', 'cleanJob(id: "x") { __typename }'],
  },
  subscription: {
    jobUpdated: ['read', 'jobUpdated(id: "x") { id }'],
    jobsUpdated: ['read', 'jobsUpdated(ids: ["x"]) { id }'],
  },
} as const;

const cases = Object.entries(FIELDS).flatMap(([operation, fields]) =>
  Object.entries(fields).map(([field, [scope, selection]]) => ({ operation, field, scope, selection })),
);

const everyScope = ['read', 'generate', 'clean'] as const;

test('every root field has its case here', () => {
  const rootTypes = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const fields = rootTypes.flatMap((type) => Object.keys(type?.getFields() ?? {}));

  expect(cases.map(({ field }) => field).sort()).toEqual(fields.sort());
});

describe.each(cases.filter(({ scope }) => scope !== null))(
  '$field',
  ({ operation, field, scope, selection }) => {
    async function codeFor(caller: Parameters<typeof contextOf>[0]) {
      const document = `${operation} { ${selection} }`;
      if (operation !== 'subscription') return (await ask(document, {}, contextOf(caller))).errors;
      const watching = await watch(document, {}, contextOf(caller));
      return 'refusal' in watching ? watching.refusal : [];
    }

    test('is UNAUTHENTICATED for nobody', async () => {
      expect(await codeFor({ caller: nobody })).toEqual([
        expect.stringMatching(`^UNAUTHENTICATED at ${field}`),
      ]);
    });

    test(`is FORBIDDEN without the scope ${scope}`, async () => {
      const caller = callerWith(...everyScope.filter((other) => other !== scope));

      expect(await codeFor({ caller })).toEqual([expect.stringMatching(`^FORBIDDEN at ${field}`)]);
    });
  },
);

test.each(cases.filter(({ scope }) => scope === null))(
  '$field needs no credential',
  async ({ selection }) => {
    expect((await ask(`{ ${selection} }`, {}, contextOf({ caller: nobody }))).errors).toEqual([]);
  },
);

test('introspection needs no credential', async () => {
  const { data } = await ask('{ __schema { queryType { name } } }', {}, contextOf({ caller: nobody }));

  expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } });
});
