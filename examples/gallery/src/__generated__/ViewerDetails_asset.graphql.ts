/**
 * @generated SignedSource<<b407934ed8248ac5cc94ef658c1710de>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ViewerDetails_asset$data = {
  readonly aspectRatio: string | null | undefined;
  readonly createdDate: string;
  readonly duration?: string | null | undefined;
  readonly height: number | null | undefined;
  readonly model: string | null | undefined;
  readonly prompt: string | null | undefined;
  readonly style?: string | null | undefined;
  readonly width: number | null | undefined;
  readonly " $fragmentSpreads": FragmentRefs<"AssetActions_asset">;
  readonly " $fragmentType": "ViewerDetails_asset";
};
export type ViewerDetails_asset$key = {
  readonly " $data"?: ViewerDetails_asset$data;
  readonly " $fragmentSpreads": FragmentRefs<"ViewerDetails_asset">;
};

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "ViewerDetails_asset",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "createdDate",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "prompt",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "model",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "aspectRatio",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "width",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "height",
      "storageKey": null
    },
    {
      "kind": "InlineFragment",
      "selections": [
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "style",
          "storageKey": null
        }
      ],
      "type": "Image",
      "abstractKey": null
    },
    {
      "kind": "InlineFragment",
      "selections": [
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "duration",
          "storageKey": null
        }
      ],
      "type": "Video",
      "abstractKey": null
    },
    {
      "args": null,
      "kind": "FragmentSpread",
      "name": "AssetActions_asset"
    }
  ],
  "type": "Asset",
  "abstractKey": "__isAsset"
};

(node as any).hash = "d3dc93a08a368c6bfc74c7fd8a5dbdc3";

export default node;
