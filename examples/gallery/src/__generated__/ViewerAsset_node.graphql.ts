/**
 * @generated SignedSource<<c2c6c4c96a5fd3414de3f452ecd18c80>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ViewerAsset_node$data = {
  readonly details: {
    readonly " $fragmentSpreads": FragmentRefs<"ViewerDetails_asset">;
  } | null | undefined;
  readonly id: string;
  readonly media: {
    readonly " $fragmentSpreads": FragmentRefs<"ViewerMedia_asset">;
  } | null | undefined;
  readonly " $fragmentType": "ViewerAsset_node";
};
export type ViewerAsset_node$key = {
  readonly " $data"?: ViewerAsset_node$data;
  readonly " $fragmentSpreads": FragmentRefs<"ViewerAsset_node">;
};

import ViewerAssetRefetchQuery_graphql from './ViewerAssetRefetchQuery.graphql';

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": {
    "refetch": {
      "connection": null,
      "fragmentPathInResult": [
        "node"
      ],
      "operation": ViewerAssetRefetchQuery_graphql,
      "identifierInfo": {
        "identifierField": "id",
        "identifierQueryVariableName": "id"
      }
    }
  },
  "name": "ViewerAsset_node",
  "selections": [
    {
      "fragment": {
        "kind": "InlineFragment",
        "selections": [
          {
            "args": null,
            "kind": "FragmentSpread",
            "name": "ViewerMedia_asset"
          }
        ],
        "type": "Asset",
        "abstractKey": "__isAsset"
      },
      "kind": "AliasedInlineFragmentSpread",
      "name": "media"
    },
    {
      "fragment": {
        "kind": "InlineFragment",
        "selections": [
          {
            "args": null,
            "kind": "FragmentSpread",
            "name": "ViewerDetails_asset"
          }
        ],
        "type": "Asset",
        "abstractKey": "__isAsset"
      },
      "kind": "AliasedInlineFragmentSpread",
      "name": "details"
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "id",
      "storageKey": null
    }
  ],
  "type": "Node",
  "abstractKey": "__isNode"
};

(node as any).hash = "ab4f1b1b38b95b37156cf52eced4fba3";

export default node;
