import type { AssetFilter } from '../__generated__/WallProviderQuery.graphql.ts';
import type { AssetKind } from './asset-kind.ts';

/** What the wall shows. Null and empty: everything. */
export interface WallFilter {
  kind: AssetKind | null;
  model: string | null;
  promptContains: string;
}

/** The longest text that the gateway searches for. */
export const LONGEST_SEARCH = 500;

export const EVERYTHING: WallFilter = { kind: null, model: null, promptContains: '' };

/** The filter as the gateway takes it, without what holds for everything. */
export function toAssetFilter({ kind, model, promptContains }: WallFilter): AssetFilter {
  const text = promptContains.trim();
  return {
    ...(kind && { kinds: [kind] }),
    ...(model !== null && { models: [model] }),
    ...(text !== '' && { promptContains: text }),
  };
}

/** Whether a filter leaves nothing out. */
export function isEverything(filter: WallFilter): boolean {
  return Object.keys(toAssetFilter(filter)).length === 0;
}

/** What is known of an asset before it is there. */
export interface Expected {
  kind: string | null | undefined;
  request: { readonly model: string; readonly prompt: string } | null | undefined;
}

/**
 * Whether what a job makes belongs on the wall. The gateway decides it for the list, and knows more of capital letters: what
 * only it finds is there when the wall is next asked for.
 */
export function belongsOnWall({ kind, model, promptContains }: WallFilter, expected: Expected): boolean {
  const text = promptContains.trim().normalize('NFC').toLowerCase();
  const prompt = expected.request?.prompt.normalize('NFC').toLowerCase() ?? '';
  return (
    (kind === null || kind === expected.kind) &&
    (model === null || model === expected.request?.model) &&
    (text === '' || prompt.includes(text))
  );
}
