import { createFetcher } from './fetcher.js';
import { createPrefill } from './prefill.js';
import { createStorage } from './storage.js';
import tabs from './tabs.js';

const noHeaders = `// The sandbox needs none. Elsewhere uncomment:
// { "Authorization": "pictai_..." }
// with your own Pictory key, or with "Bearer <token>"
// and the token that the gateway's operator gave you.
// Kept in this page's memory only; serves the tabs you
// open next too.
`;

// Of use in their own tabs alone: what a person types goes on to the next tab, these do not.
const shippedHeaders = [noHeaders, ...tabs.map((tab) => tab.headers)];
const storage = createStorage('pictory-graphql:');
const prefill = createPrefill({ shipped: tabs.map((tab) => tab.variables), storage });
const isFirstVisit = storage.getItem('graphiql:tabState') === null;
let headers = noHeaders;

globalThis.YogaGraphiQL.renderYogaGraphiQL(document.getElementById('graphiql'), {
  title: 'pictory-graphql',
  logo: `<img alt="" width="28" height="28" src="${new URL('favicon.svg', import.meta.url)}">`,
  fetcher: createFetcher({ endpoint: location.pathname, onAnswer: prefill.remember }),
  storage,
  headers: noHeaders,
  shouldPersistHeaders: false,
  defaultTabs: tabs.map((tab) => ({ ...tab, headers: tab.headers ?? noHeaders })),
  // A value here that no stored tab equals would open one more tab at each visit.
  initialQuery: isFirstVisit ? tabs[0].query : undefined,
  initialVariables: isFirstVisit ? (tabs[0].variables ?? undefined) : undefined,
  // Takes the place of one that writes every edit, prompts included, into the address bar.
  onEditQuery: () => {},
  onEditHeaders: (text) => {
    if (!shippedHeaders.includes(text)) headers = text;
  },
  onTabChange: () => queueMicrotask(fillEditors),
});

/** A tab that was just opened gets the ids of the latest answers, and the headers last typed unless it has its own. */
function fillEditors() {
  edit('variables.json', prefill.fill);
  const query = modelOf('operation.graphql')?.getValue();
  // Headers are not kept over a reload: those that a tab came with are put back.
  const own = tabs.find((tab) => tab.query === query)?.headers ?? headers;
  edit('request-headers.json', (text) => (text === noHeaders ? own : text));
}

function modelOf(name) {
  return globalThis.monaco.editor.getModels().find(({ uri }) => uri.path.endsWith(name));
}

function edit(name, change) {
  const model = modelOf(name);
  const text = model?.getValue() ?? '';
  const changed = change(text);
  if (changed !== text) model.setValue(changed);
}
