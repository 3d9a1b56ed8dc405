import {
  DefaultHandlerProvider,
  Environment,
  type MissingFieldHandler,
  Network,
  RecordSource,
  ROOT_ID,
  Store,
} from 'relay-runtime';
import { createTray } from '../tray/tray-connection.ts';
import type { Credential } from './credential.ts';
import { createFetchOperation } from './fetch-operation.ts';
import { createSubscribeOperation } from './subscribe-operation.ts';

/** Relay's store and network for one credential. Another credential may be another account: it gets a store of its own. */
export function createEnvironment(credential: Credential): Environment {
  const environment = new Environment({
    network: Network.create(createFetchOperation(credential), createSubscribeOperation(credential)),
    store: new Store(new RecordSource()),
    handlerProvider: (handle) =>
      handle === 'prependNode' ? prependNodeIfAny : DefaultHandlerProvider(handle),
    missingFieldHandlers: [nodeById],
  });
  createTray(environment);
  return environment;
}

/** Relay's own, but quiet about null: a job has no image while it runs, and never a video as well. */
const prependNodeIfAny: ReturnType<typeof DefaultHandlerProvider> = {
  update(store, payload) {
    if (store.get(payload.dataID)?.getLinkedRecord(payload.fieldKey))
      DefaultHandlerProvider('prependNode').update(store, payload);
  },
};

/** `node(id:)` finds in the store what a list has brought before. */
const nodeById: MissingFieldHandler = {
  kind: 'linked',
  handle: ({ name }, record, { id }) =>
    record?.getDataID() === ROOT_ID && name === 'node' ? String(id) : undefined,
};
