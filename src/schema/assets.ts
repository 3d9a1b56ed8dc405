import { requireScope } from '../domain/caller.ts';
import { Asset } from './asset.ts';
import { AssetFilter } from './asset-filter.ts';
import { builder } from './builder.ts';
import { CONNECTION_COST, connectionArguments, connectionOf, toConnectionArguments } from './connection.ts';
import { repeatable } from './repeatable.ts';

const AssetConnection = connectionOf('Asset', 'images and videos', Asset, 'its id, address or date');

builder.queryField('assets', (t) =>
  t.field({
    type: AssetConnection,
    ...repeatable(CONNECTION_COST),
    args: {
      ...connectionArguments('images and videos'),
      filter: t.arg({ type: AssetFilter, description: 'Only what fits. Without it, everything.' }),
    },
    description:
      'The finished images and videos of the account in one timeline, newest first; at equal dates images come first. Paging on with `after` neither repeats nor skips one, also while new ones are being made. Costs the reading of both lists, page by page as the timeline needs them. When either cannot be read, there is no answer: half a timeline would look like a whole one.',
    resolve: (_root, { filter, ...page }, context) =>
      context.library.listAssets(
        requireScope(context.caller, 'read').tenant,
        { ...toConnectionArguments(page), filter },
        context.operation,
      ),
  }),
);
