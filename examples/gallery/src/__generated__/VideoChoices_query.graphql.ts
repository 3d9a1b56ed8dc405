/**
 * @generated SignedSource<<3979605cf86fcecf59f72bc6cc2389cf>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type VideoChoices_query$data = {
  readonly videoModels: ReadonlyArray<{
    readonly aspectRatios: ReadonlyArray<string>;
    readonly durations: ReadonlyArray<string>;
    readonly isDefault: boolean;
    readonly name: string;
  }>;
  readonly " $fragmentType": "VideoChoices_query";
};
export type VideoChoices_query$key = {
  readonly " $data"?: VideoChoices_query$data;
  readonly " $fragmentSpreads": FragmentRefs<"VideoChoices_query">;
};

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "VideoChoices_query",
  "selections": [
    {
      "alias": null,
      "args": null,
      "concreteType": "VideoModel",
      "kind": "LinkedField",
      "name": "videoModels",
      "plural": true,
      "selections": [
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "name",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "isDefault",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "aspectRatios",
          "storageKey": null
        },
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "durations",
          "storageKey": null
        }
      ],
      "storageKey": null
    }
  ],
  "type": "Query",
  "abstractKey": null
};

(node as any).hash = "8c7f868b699d7cb6d729a57369b8aefa";

export default node;
