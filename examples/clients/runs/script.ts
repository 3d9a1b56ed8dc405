import { ClientError } from 'graphql-request';
import { ImagesPage } from '../extracted/src/documents.ts';
import { allImages, client, makeImage } from '../extracted/src/script.ts';

// What a script sees, as one line of JSON.
const urls: string[] = [];
for await (const { url } of allImages()) urls.push(url);

const input = { prompt: 'A lighthouse above the clouds', idempotencyKey: crypto.randomUUID() };
const ordered = await makeImage(input);
const again = await makeImage(input);
const invalid = await makeImage({ ...input, model: 'nope' }).catch(({ message }) => message);

const refused = await client.request(ImagesPage, { after: 'nowhere' }).catch((error) => error);
if (!(refused instanceof ClientError)) throw refused;

console.log(
  JSON.stringify({
    images: urls.length,
    distinct: new Set(urls).size,
    ordered: [ordered?.status, ordered?.output?.__typename],
    again: [again?.status, again?.id === ordered?.id],
    invalid,
    code: refused.response.errors?.[0]?.extensions.code,
  }),
);
