/**
 * @generated SignedSource<<27469b82868245c0940803eff0001b4f>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderInlineDataFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type refusal_error$data = {
  readonly __typename: string;
  readonly credits?: number | null | undefined;
  readonly issues?: ReadonlyArray<{
    readonly accepted: ReadonlyArray<string> | null | undefined;
    readonly message: string;
    readonly path: ReadonlyArray<string>;
  }>;
  readonly maxCredits?: number;
  readonly message: string;
  readonly pictoryCode?: string | null | undefined;
  readonly retryAfterSeconds?: number | null | undefined;
  readonly retryable?: boolean;
  readonly sentAt?: string;
  readonly " $fragmentType": "refusal_error";
};
export type refusal_error$key = {
  readonly " $data"?: refusal_error$data;
  readonly " $fragmentSpreads": FragmentRefs<"refusal_error">;
};

const node: ReaderInlineDataFragment = {
  "kind": "InlineDataFragment",
  "name": "refusal_error"
};

(node as any).hash = "5285f80f5a49d7433c76d4e0626014df";

export default node;
