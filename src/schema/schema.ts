import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import { type Renaming, renameDocument, renameSchema, renamingOf } from './prefix.ts';
// In the order in which the schema is to be read.
import './scalars.ts';
import './image.ts';
import './video.ts';
import './assets.ts';
import './job.ts';
import './image-model.ts';
import './video-model.ts';
import './credit-estimate.ts';
import './account.ts';
import './pixverse.ts';
import './node.ts';
import './generate-image.ts';
import './generate-images.ts';
import './generate-video.ts';
import './generate-videos.ts';
import './clean-job.ts';
import './job-updated.ts';
import './jobs-updated.ts';
import './pixverse-image-updated.ts';
import './entities.ts';

/**
 * The schema that is served: what clients see, and the `_entities` and `_service` of a federation subgraph.
 *
 * Resolvers throw `GatewayError` for what a client is told; `toGraphQLError` shows it, and all else is to be masked.
 *
 * @param prefix `SUBGRAPH_PREFIX`: what our types and root fields begin with; null: nothing.
 */
export function createSchema(prefix: string | null = null): GraphQLSchema {
  const schema = builder.toSchema({ sortSchema: false });
  return prefix === null ? schema : renameSchema(schema, renamingOf(schema, prefix));
}

/** Makes of documents written for the schema without a prefix such as the one with it takes. */
export function createDocumentPrefixer(prefix: string): (document: string) => string {
  let renaming: Renaming | null = null;
  return (document) => {
    renaming ??= renamingOf(createSchema(), prefix);
    return renameDocument(document, renaming);
  };
}
