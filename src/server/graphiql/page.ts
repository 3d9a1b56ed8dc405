/**
 * The page: a few hundred bytes that name the files. No inline script, so that its policy can forbid them.
 *
 * Addresses are relative to the endpoint, so that the page also works where a proxy serves the gateway under a prefix.
 * Scripts run in this order: the editor looks for its environment as it loads.
 */
export function renderPage(hash: string): string {
  const files = `graphiql/${hash}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>pictory-graphql</title>
<link rel="icon" type="image/svg+xml" href="${files}/favicon.svg">
<link rel="stylesheet" href="${files}/graphiql.css">
<link rel="stylesheet" href="${files}/page.css">
<script type="module" src="${files}/environment.js"></script>
<script defer src="${files}/graphiql.js"></script>
<script type="module" src="${files}/boot.js"></script>
</head>
<body class="no-focus-outline">
<noscript>GraphiQL needs JavaScript. The endpoint itself takes POST with a JSON body.</noscript>
<div id="graphiql">Loading GraphiQL …</div>
</body>
</html>
`;
}
