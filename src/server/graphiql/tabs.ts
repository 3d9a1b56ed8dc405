import { readdir, readFile } from 'node:fs/promises';

/** A tab that GraphiQL opens with. */
export interface Tab {
  /** The document; its first operation's name is the tab's title. */
  query: string;
  /** The variables editor's text, JSON; null when the document has no variables. */
  variables: string | null;
}

/** The ready-made tabs, in the order of their file names: `tabs/01-images.graphql` with its `01-images.json`. */
export async function loadTabs(
  toServedNames: (document: string) => string = (document) => document,
): Promise<Tab[]> {
  const folder = new URL('tabs/', import.meta.url);
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names
      .filter((name) => name.endsWith('.graphql'))
      .map(async (name) => {
        const variablesFile = name.replace(/graphql$/, 'json');
        return {
          query: toServedNames(await readText(new URL(name, folder))),
          variables: names.includes(variablesFile) ? await readText(new URL(variablesFile, folder)) : null,
        };
      }),
  );
}

async function readText(file: URL): Promise<string> {
  return (await readFile(file, 'utf8')).trimEnd();
}
