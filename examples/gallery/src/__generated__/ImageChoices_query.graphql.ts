/**
 * @generated SignedSource<<8d14562b16214d918980245dc67222a0>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ImageChoices_query$data = {
  readonly imageModels: ReadonlyArray<{
    readonly aspectRatios: ReadonlyArray<string>;
    readonly isDefault: boolean;
    readonly name: string;
    readonly styles: ReadonlyArray<string>;
  }>;
  readonly " $fragmentType": "ImageChoices_query";
};
export type ImageChoices_query$key = {
  readonly " $data"?: ImageChoices_query$data;
  readonly " $fragmentSpreads": FragmentRefs<"ImageChoices_query">;
};

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "ImageChoices_query",
  "selections": [
    {
      "alias": null,
      "args": null,
      "concreteType": "ImageModel",
      "kind": "LinkedField",
      "name": "imageModels",
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
          "name": "styles",
          "storageKey": null
        }
      ],
      "storageKey": null
    }
  ],
  "type": "Query",
  "abstractKey": null
};

(node as any).hash = "edc79a25e3baf1fede2d13c0e64c081e";

export default node;
