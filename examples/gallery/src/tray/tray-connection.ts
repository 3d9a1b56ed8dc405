import { ConnectionHandler, commitLocalUpdate, type IEnvironment, ROOT_ID } from 'relay-runtime';

const KEY = 'Tray_tray';

/** Where a job goes that has just been started: for `@prependNode(connections:)`. */
export const TRAY_ID = ConnectionHandler.getConnectionID(ROOT_ID, KEY);

/** Puts the empty tray into a new store. It is a connection like those of the gateway, so Relay's directives work on it. */
export function createTray(environment: IEnvironment): void {
  commitLocalUpdate(environment, (store) => {
    const pageInfo = store.create(`${TRAY_ID}:pageInfo`, 'PageInfo');
    pageInfo.setValue(false, 'hasNextPage').setValue(null, 'endCursor');
    const tray = store.create(TRAY_ID, 'JobConnection');
    tray
      .setLinkedRecords([], 'edges')
      .setLinkedRecord(pageInfo, 'pageInfo')
      .setValue(0, '__connection_next_edge_index');
    store.getRoot().setLinkedRecord(tray, `__${KEY}_connection`);
  });
}

/** Takes a job out of the tray. It goes on, if it has not ended. */
export function dismissJob(environment: IEnvironment, jobId: string): void {
  commitLocalUpdate(environment, (store) => {
    const tray = ConnectionHandler.getConnection(store.getRoot(), KEY);
    if (tray) ConnectionHandler.deleteNode(tray, jobId);
  });
}
