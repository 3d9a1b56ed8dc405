/**
 * @generated SignedSource<<52e22e2decc856aa483bfc0f52de539c>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ViewerAssetQuery$variables = {
  id: string;
};
export type ViewerAssetQuery$data = {
  readonly node: {
    readonly " $fragmentSpreads": FragmentRefs<"ViewerAsset_node">;
  } | null | undefined;
};
export type ViewerAssetQuery = {
  response: ViewerAssetQuery$data;
  variables: ViewerAssetQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "id"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "id",
    "variableName": "id"
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "url",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "prompt",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "width",
  "storageKey": null
},
v5 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "height",
  "storageKey": null
},
v6 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "previewImageUrl",
  "storageKey": null
},
v7 = {
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
v8 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "duration",
  "storageKey": null
};
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "ViewerAssetQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "node",
        "plural": false,
        "selections": [
          {
            "args": null,
            "kind": "FragmentSpread",
            "name": "ViewerAsset_node"
          }
        ],
        "storageKey": null
      }
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "ViewerAssetQuery",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
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
            "kind": "TypeDiscriminator",
            "abstractKey": "__isNode"
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "id",
            "storageKey": null
          },
          {
            "kind": "InlineFragment",
            "selections": [
              (v2/*:: as any*/),
              (v3/*:: as any*/),
              (v4/*:: as any*/),
              (v5/*:: as any*/),
              {
                "kind": "InlineFragment",
                "selections": [
                  (v6/*:: as any*/)
                ],
                "type": "Video",
                "abstractKey": null
              }
            ],
            "type": "Asset",
            "abstractKey": "__isAsset"
          },
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
              (v3/*:: as any*/),
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
              (v5/*:: as any*/),
              (v2/*:: as any*/),
              (v7/*:: as any*/),
              {
                "kind": "InlineFragment",
                "selections": [
                  (v8/*:: as any*/)
                ],
                "type": "Video",
                "abstractKey": null
              },
              (v7/*:: as any*/),
              {
                "kind": "InlineFragment",
                "selections": [
                  (v8/*:: as any*/),
                  (v6/*:: as any*/),
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
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "a662814cf2ceb7ac42341a2d7511a1ba",
    "id": null,
    "metadata": {},
    "name": "ViewerAssetQuery",
    "operationKind": "query",
    "text": "query ViewerAssetQuery(\n  $id: ID!\n) {\n  node(id: $id) {\n    __typename\n    ...ViewerAsset_node\n    id\n  }\n}\n\nfragment ImageActions_image on Image {\n  url\n  prompt\n  model\n  aspectRatio\n  style\n}\n\nfragment VideoActions_video on Video {\n  id\n  prompt\n  model\n  aspectRatio\n  duration\n  previewImageUrl\n  lastFrameImageUrl\n}\n\nfragment ViewerAsset_node on Node {\n  __isNode: __typename\n  ...ViewerMedia_asset\n  ...ViewerDetails_asset\n  id\n}\n\nfragment ViewerDetails_asset on Asset {\n  __isAsset: __typename\n  createdDate\n  prompt\n  model\n  aspectRatio\n  width\n  height\n  ... on Image {\n    style\n  }\n  ... on Video {\n    duration\n  }\n  url\n  ...ImageActions_image\n  ...VideoActions_video\n}\n\nfragment ViewerMedia_asset on Asset {\n  __isAsset: __typename\n  __typename\n  url\n  prompt\n  width\n  height\n  ... on Video {\n    previewImageUrl\n  }\n}\n"
  }
};
})();

(node as any).hash = "071f631730ae9d0096ff5b86ad81a2d5";

export default node;
