import { createHash } from 'node:crypto';
import { createDocumentPrefixer } from '../../schema/schema.ts';
import type { Config } from '../config.ts';
import type { FitTab, Tab } from './tabs.ts';

/**
 * Fits the ready-made tabs to a gateway: its schema may have other names, it may have no PixVerse, and a sample token that
 * it does not take would only be in the way of the one that a person has typed.
 */
export function createFitTab({
  subgraphPrefix,
  pixverse,
  callers,
}: Pick<Config, 'subgraphPrefix' | 'pixverse' | 'callers'>): FitTab {
  const toServedNames = subgraphPrefix === null ? null : createDocumentPrefixer(subgraphPrefix);
  return (tab) => {
    if (tab.query.includes('pixverse') && !pixverse) return null;
    return {
      ...tab,
      query: toServedNames ? toServedNames(tab.query) : tab.query,
      headers: isTaken(tab, callers) ? tab.headers : null,
    };
  };
}

function isTaken({ headers }: Tab, { tokens }: Config['callers']): boolean {
  const { Authorization = '' }: { Authorization?: string } = JSON.parse(headers ?? '{}');
  const sha256 = createHash('sha256').update(Authorization.replace('Bearer ', '')).digest();
  return tokens.some((token) => sha256.equals(token.sha256));
}
