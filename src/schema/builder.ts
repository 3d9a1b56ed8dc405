import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import type { Context } from './context.ts';

/**
 * Every file of this room adds its types and root fields here; `createSchema` makes a schema of the whole.
 *
 * Fields are nullable unless they say otherwise. The relay and federation plugins are left out on purpose:
 * docs/decisions/graph-plugins.md says why.
 */
export const builder = new SchemaBuilder<{
  Context: Context;
  Scalars: {
    ID: { Input: string; Output: string };
    URL: { Input: string; Output: string };
    DateTime: { Input: string; Output: string };
    _Any: { Input: unknown; Output: never };
  };
}>({
  plugins: [ComplexityPlugin],
  // complexity.ts measures an operation once, before it is executed, instead of in each root resolver.
  complexity: { disabled: true },
});

builder.queryType({
  description:
    'What can be read. Nothing here costs AI credits. Fields that ask Pictory are nullable, so that one list in trouble leaves the rest of the answer alone.',
});

builder.mutationType({
  description:
    "What spends AI credits or deletes. A refusal or failure that a program can act on is a member of the field's result union; select it with an inline fragment, or all of them at once with `... on PictoryError`.",
});

builder.subscriptionType({
  description:
    'Jobs and PixVerse images as they change. However many watch one, its REST API is asked once per interval. Over WebSocket (graphql-transport-ws) or server-sent events.',
});
