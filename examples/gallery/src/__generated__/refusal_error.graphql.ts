/**
 * @generated SignedSource<<85626d5dd8af070ee49c0e5bb30995d2>>
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
  readonly message: string;
  readonly retryAfterSeconds?: number | null | undefined;
  readonly retryable?: boolean;
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

(node as any).hash = "f1f0b2a49f15e0e7f5b60dcdabf13325";

export default node;
