/**
 * @generated SignedSource<<ca654062ad88fc62a946c26e47d5ac11>>
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
export type WallItemsPageQuery$variables = {
  after?: string | null | undefined;
  filter: AssetFilter;
  first?: number | null | undefined;
};
export type WallItemsPageQuery$data = {
  readonly " $fragmentSpreads": FragmentRefs<"WallItems_query">;
};
export type WallItemsPageQuery = {
  response: WallItemsPageQuery$data;
  variables: WallItemsPageQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "after"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "filter"
  },
  {
    "defaultValue": 40,
    "kind": "LocalArgument",
    "name": "first"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "after",
    "variableName": "after"
  },
  {
    "kind": "Variable",
    "name": "filter",
    "variableName": "filter"
  },
  {
    "kind": "Variable",
    "name": "first",
    "variableName": "first"
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "duration",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "previewImageUrl",
  "storageKey": null
},
v4 = {
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
    "name": "WallItemsPageQuery",
    "selections": [
      {
        "args": (v1/*:: as any*/),
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
    "name": "WallItemsPageQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
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
                      (v2/*:: as any*/),
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "thumbnailImageUrl",
                        "storageKey": null
                      },
                      (v3/*:: as any*/)
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
                          (v4/*:: as any*/),
                          (v4/*:: as any*/),
                          {
                            "kind": "InlineFragment",
                            "selections": [
                              (v2/*:: as any*/),
                              (v3/*:: as any*/),
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
        "args": (v1/*:: as any*/),
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
    "cacheID": "e7a1fe0a34d5aa87b2322e7001f4c07b",
    "id": null,
    "metadata": {},
    "name": "WallItemsPageQuery",
    "operationKind": "query",
    "text": "query WallItemsPageQuery(\n  $after: String\n  $filter: AssetFilter!\n  $first: Int = 40\n) {\n  ...WallItems_query_G9cLv\n}\n\nfragment ImageActions_image on Image {\n  url\n  prompt\n  model\n  aspectRatio\n  style\n}\n\nfragment Tile_asset on Asset {\n  __isAsset: __typename\n  __typename\n  id\n  url\n  prompt\n  width\n  height\n  ... on Video {\n    duration\n    thumbnailImageUrl\n    previewImageUrl\n  }\n}\n\nfragment VideoActions_video on Video {\n  id\n  prompt\n  model\n  aspectRatio\n  duration\n  previewImageUrl\n  lastFrameImageUrl\n}\n\nfragment ViewerAsset_node on Node {\n  __isNode: __typename\n  ...ViewerMedia_asset\n  ...ViewerDetails_asset\n  id\n}\n\nfragment ViewerDetails_asset on Asset {\n  __isAsset: __typename\n  createdDate\n  prompt\n  model\n  aspectRatio\n  width\n  height\n  ... on Image {\n    style\n  }\n  ... on Video {\n    duration\n  }\n  url\n  ...ImageActions_image\n  ...VideoActions_video\n}\n\nfragment ViewerMedia_asset on Asset {\n  __isAsset: __typename\n  __typename\n  url\n  prompt\n  width\n  height\n  ... on Video {\n    previewImageUrl\n  }\n}\n\nfragment WallItems_query_G9cLv on Query {\n  assets(first: $first, after: $after, filter: $filter) {\n    truncated\n    edges {\n      node {\n        __typename\n        id\n        ...Tile_asset\n        ...ViewerAsset_node\n      }\n      cursor\n    }\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "e43e339f65e7077ee68c366c2f9497de";

export default node;
