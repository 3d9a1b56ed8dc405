/**
 * @generated SignedSource<<0f791f0b112d935a6d93edc983d61aad>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type AssetKind = "IMAGE" | "VIDEO" | "%future added value";
export type AssetFilter = {
  aspectRatios?: ReadonlyArray<string> | null | undefined;
  createdAfter?: string | null | undefined;
  createdBefore?: string | null | undefined;
  kinds?: ReadonlyArray<AssetKind> | null | undefined;
  models?: ReadonlyArray<string> | null | undefined;
  promptContains?: string | null | undefined;
  styles?: ReadonlyArray<string> | null | undefined;
};
export type WallProviderQuery$variables = {
  filter: AssetFilter;
};
export type WallProviderQuery$data = {
  readonly " $fragmentSpreads": FragmentRefs<"WallItems_query">;
};
export type WallProviderQuery = {
  response: WallProviderQuery$data;
  variables: WallProviderQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "filter"
  }
],
v1 = {
  "kind": "Variable",
  "name": "filter",
  "variableName": "filter"
},
v2 = [
  (v1/*:: as any*/),
  {
    "kind": "Literal",
    "name": "first",
    "value": 40
  }
],
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "duration",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "previewImageUrl",
  "storageKey": null
},
v5 = {
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
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "WallProviderQuery",
    "selections": [
      {
        "args": [
          (v1/*:: as any*/)
        ],
        "kind": "FragmentSpread",
        "name": "WallItems_query"
      }
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "WallProviderQuery",
    "selections": [
      {
        "alias": null,
        "args": (v2/*:: as any*/),
        "concreteType": "AssetConnection",
        "kind": "LinkedField",
        "name": "assets",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "truncated",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "AssetEdge",
            "kind": "LinkedField",
            "name": "edges",
            "plural": true,
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": null,
                "kind": "LinkedField",
                "name": "node",
                "plural": false,
                "selections": [
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "__typename",
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "id",
                    "storageKey": null
                  },
                  {
                    "kind": "TypeDiscriminator",
                    "abstractKey": "__isAsset"
                  },
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "url",
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
                      (v3/*:: as any*/),
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "thumbnailImageUrl",
                        "storageKey": null
                      },
                      (v4/*:: as any*/)
                    ],
                    "type": "Video",
                    "abstractKey": null
                  },
                  {
                    "kind": "InlineFragment",
                    "selections": [
                      {
                        "kind": "InlineFragment",
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
                          (v5/*:: as any*/),
                          (v5/*:: as any*/),
                          {
                            "kind": "InlineFragment",
                            "selections": [
                              (v3/*:: as any*/),
                              (v4/*:: as any*/),
                              {
                                "alias": null,
                                "args": null,
                                "kind": "ScalarField",
                                "name": "lastFrameImageUrl",
                                "storageKey": null
                              }
                            ],
                            "type": "Video",
                            "abstractKey": null
                          }
                        ],
                        "type": "Asset",
                        "abstractKey": "__isAsset"
                      }
                    ],
                    "type": "Node",
                    "abstractKey": "__isNode"
                  }
                ],
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "cursor",
                "storageKey": null
              }
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "PageInfo",
            "kind": "LinkedField",
            "name": "pageInfo",
            "plural": false,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "endCursor",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "hasNextPage",
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "storageKey": null
      },
      {
        "alias": null,
        "args": (v2/*:: as any*/),
        "filters": [
          "filter"
        ],
        "handle": "connection",
        "key": "WallItems_assets",
        "kind": "LinkedHandle",
        "name": "assets"
      }
    ]
  },
  "params": {
    "cacheID": "9e85d3c98d8b04eae2f67071c7c01663",
    "id": null,
    "metadata": {},
    "name": "WallProviderQuery",
    "operationKind": "query",
    "text": "query WallProviderQuery(\n  $filter: AssetFilter!\n) {\n  ...WallItems_query_Vt7Yj\n}\n\nfragment ImageActions_image on Image {\n  url\n  prompt\n  model\n  aspectRatio\n  style\n}\n\nfragment Tile_asset on Asset {\n  __isAsset: __typename\n  __typename\n  id\n  url\n  prompt\n  width\n  height\n  ... on Video {\n    duration\n    thumbnailImageUrl\n    previewImageUrl\n  }\n}\n\nfragment VideoActions_video on Video {\n  id\n  prompt\n  model\n  aspectRatio\n  duration\n  previewImageUrl\n  lastFrameImageUrl\n}\n\nfragment ViewerAsset_node on Node {\n  __isNode: __typename\n  ...ViewerMedia_asset\n  ...ViewerDetails_asset\n  id\n}\n\nfragment ViewerDetails_asset on Asset {\n  __isAsset: __typename\n  createdDate\n  prompt\n  model\n  aspectRatio\n  width\n  height\n  ... on Image {\n    style\n  }\n  ... on Video {\n    duration\n  }\n  url\n  ...ImageActions_image\n  ...VideoActions_video\n}\n\nfragment ViewerMedia_asset on Asset {\n  __isAsset: __typename\n  __typename\n  url\n  prompt\n  width\n  height\n  ... on Video {\n    previewImageUrl\n  }\n}\n\nfragment WallItems_query_Vt7Yj on Query {\n  assets(first: 40, filter: $filter) {\n    truncated\n    edges {\n      node {\n        __typename\n        id\n        ...Tile_asset\n        ...ViewerAsset_node\n      }\n      cursor\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "7903be4a87cf25a5ad16d7518148737e";

export default node;
