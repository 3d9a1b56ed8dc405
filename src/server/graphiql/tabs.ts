import { readdir, readFile } from 'node:fs/promises';

/** A tab that GraphiQL opens with. */
export interface Tab {
  /** The document; its first operation's name is the tab's title. */
  query: string;
  /** The variables editor's text, JSON; null when the document has no variables. */
  variables: string | null;
  /** The headers editor's text, JSON; null where a tab needs none of its own. */
  headers: string | null;
}

/** What becomes of a ready-made tab; null: it is left out. */
export type FitTab = (tab: Tab) => Tab | null;

/**
 * The ready-made tabs, in the order of their file names: `tabs/01-images.graphql` with its `01-images.json` and, for
 * headers, `01-images.headers.json`.
 */
export async function loadTabs(fitTab: FitTab = (tab) => tab): Promise<Tab[]> {
  const folder = new URL('tabs/', import.meta.url);
  const names = (await readdir(folder)).sort();
  const readIfThere = async (name: string) => (names.includes(name) ? readText(new URL(name, folder)) : null);
  const tabs = await Promise.all(
    names
      .filter((name) => name.endsWith('.graphql'))
      .map(async (name) => ({
        query: await readText(new URL(name, folder)),
        variables: await readIfThere(name.replace(/graphql$/, 'json')),
        headers: await readIfThere(name.replace(/graphql$/, 'headers.json')),
      })),
  );
  return tabs.flatMap((tab) => fitTab(tab) ?? []);
}

async function readText(file: URL): Promise<string> {
  return (await readFile(file, 'utf8')).trimEnd();
}
