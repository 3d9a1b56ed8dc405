// Read by the editor as it loads: where its workers are, and that it shall show its API as `monaco` (boot.js fills in
// variables through it).
const workers = { json: 'json.worker.js', graphql: 'graphql.worker.js' };

globalThis.MonacoEnvironment = {
  globalAPI: true,
  getWorkerUrl: (_module, label) => new URL(workers[label] ?? 'editor.worker.js', import.meta.url).href,
};
