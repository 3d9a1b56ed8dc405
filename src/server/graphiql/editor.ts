import type { Config } from '../config.ts';
import { createGraphiql, type Graphiql } from '../graphiql.ts';
import { describeError, type Log } from '../log.ts';
import { createFitTab } from './fit-tab.ts';

/**
 * The editor of a gateway, with the tabs that fit it.
 *
 * This file is where the gateway loads GraphiQL, and only when it serves it: in a build, all of it lies in one file in this
 * folder, beside what it reads.
 */
export function createEditor(options: { config: Config; endpoint: string; log: Log }): Graphiql {
  const { config, endpoint, log } = options;
  return createGraphiql({
    endpoint,
    fitTab: createFitTab(config),
    onError: (error) => log.error({ error: describeError(error) }, 'GraphiQL is not available'),
  });
}
