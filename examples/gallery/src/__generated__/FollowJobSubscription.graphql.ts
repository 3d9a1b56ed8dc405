/**
 * @generated SignedSource<<36677640906f94316edd08cbb7aa8ce0>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type JobStatus = "CLEANED" | "COMPLETED" | "FAILED" | "IN_PROGRESS" | "UNKNOWN" | "%future added value";
export type FollowJobSubscription$variables = {
  id: string;
  walls: ReadonlyArray<string>;
};
export type FollowJobSubscription$data = {
  readonly jobUpdated: {
    readonly aiCreditsUsed: number | null | undefined;
    readonly error: {
      readonly message: string;
    } | null | undefined;
    readonly image: {
      readonly " $fragmentSpreads": FragmentRefs<"Tile_asset" | "ViewerAsset_node">;
    } | null | undefined;
    readonly isFinal: boolean;
    readonly status: JobStatus;
    readonly video: {
      readonly " $fragmentSpreads": FragmentRefs<"Tile_asset" | "ViewerAsset_node">;
    } | null | undefined;
    readonly " $fragmentSpreads": FragmentRefs<"JobCard_job">;
  };
};
export type FollowJobSubscription = {
  response: FollowJobSubscription$data;
  variables: FollowJobSubscription$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "id"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "walls"
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
  "name": "isFinal",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "status",
  "storageKey": null
},
v4 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "aiCreditsUsed",
  "storageKey": null
},
v5 = {
  "alias": null,
  "args": null,
  "concreteType": "JobFailure",
  "kind": "LinkedField",
  "name": "error",
  "plural": false,
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "message",
      "storageKey": null
    }
  ],
  "storageKey": null
},
v6 = [
  {
    "args": null,
    "kind": "FragmentSpread",
    "name": "Tile_asset"
  },
  {
    "args": null,
    "kind": "FragmentSpread",
    "name": "ViewerAsset_node"
  }
],
v7 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v8 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "prompt",
  "storageKey": null
},
v9 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "model",
  "storageKey": null
},
v10 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "aspectRatio",
  "storageKey": null
},
v11 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "style",
  "storageKey": null
},
v12 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "duration",
  "storageKey": null
},
v13 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "__typename",
  "storageKey": null
},
v14 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "url",
  "storageKey": null
},
v15 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "thumbnailImageUrl",
  "storageKey": null
},
v16 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "width",
  "storageKey": null
},
v17 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "height",
  "storageKey": null
},
v18 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "previewImageUrl",
  "storageKey": null
},
v19 = {
  "kind": "InlineFragment",
  "selections": [
    (v11/*:: as any*/)
  ],
  "type": "Image",
  "abstractKey": null
},
v20 = [
  (v7/*:: as any*/),
  {
    "kind": "InlineFragment",
    "selections": [
      (v13/*:: as any*/),
      (v14/*:: as any*/),
      (v8/*:: as any*/),
      (v16/*:: as any*/),
      (v17/*:: as any*/),
      {
        "kind": "InlineFragment",
        "selections": [
          (v12/*:: as any*/),
          (v15/*:: as any*/),
          (v18/*:: as any*/)
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
        "kind": "InlineFragment",
        "selections": [
          (v13/*:: as any*/),
          (v14/*:: as any*/),
          (v8/*:: as any*/),
          (v16/*:: as any*/),
          (v17/*:: as any*/),
          {
            "kind": "InlineFragment",
            "selections": [
              (v18/*:: as any*/)
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
          (v8/*:: as any*/),
          (v9/*:: as any*/),
          (v10/*:: as any*/),
          (v16/*:: as any*/),
          (v17/*:: as any*/),
          (v14/*:: as any*/),
          (v19/*:: as any*/),
          {
            "kind": "InlineFragment",
            "selections": [
              (v12/*:: as any*/)
            ],
            "type": "Video",
            "abstractKey": null
          },
          (v19/*:: as any*/),
          {
            "kind": "InlineFragment",
            "selections": [
              (v12/*:: as any*/),
              (v18/*:: as any*/),
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
v21 = [
  {
    "kind": "Variable",
    "name": "connections",
    "variableName": "walls"
  },
  {
    "kind": "Literal",
    "name": "edgeTypeName",
    "value": "AssetEdge"
  }
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "FollowJobSubscription",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": "Job",
        "kind": "LinkedField",
        "name": "jobUpdated",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v3/*:: as any*/),
          (v4/*:: as any*/),
          (v5/*:: as any*/),
          {
            "args": null,
            "kind": "FragmentSpread",
            "name": "JobCard_job"
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "Image",
            "kind": "LinkedField",
            "name": "image",
            "plural": false,
            "selections": (v6/*:: as any*/),
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "Video",
            "kind": "LinkedField",
            "name": "video",
            "plural": false,
            "selections": (v6/*:: as any*/),
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "type": "Subscription",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "FollowJobSubscription",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": "Job",
        "kind": "LinkedField",
        "name": "jobUpdated",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          (v3/*:: as any*/),
          (v4/*:: as any*/),
          (v5/*:: as any*/),
          (v7/*:: as any*/),
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "kind",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "createdAt",
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "JobRequest",
            "kind": "LinkedField",
            "name": "request",
            "plural": false,
            "selections": [
              (v8/*:: as any*/),
              (v9/*:: as any*/),
              (v10/*:: as any*/),
              (v11/*:: as any*/),
              (v12/*:: as any*/),
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "referenceImageUrl",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "firstFrameImageUrl",
                "storageKey": null
              }
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": null,
            "kind": "LinkedField",
            "name": "output",
            "plural": false,
            "selections": [
              (v13/*:: as any*/),
              {
                "kind": "InlineFragment",
                "selections": [
                  (v14/*:: as any*/)
                ],
                "type": "ImageOutput",
                "abstractKey": null
              },
              {
                "kind": "InlineFragment",
                "selections": [
                  (v15/*:: as any*/)
                ],
                "type": "VideoOutput",
                "abstractKey": null
              }
            ],
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "Image",
            "kind": "LinkedField",
            "name": "image",
            "plural": false,
            "selections": (v20/*:: as any*/),
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "filters": null,
            "handle": "prependNode",
            "key": "",
            "kind": "LinkedHandle",
            "name": "image",
            "handleArgs": (v21/*:: as any*/)
          },
          {
            "alias": null,
            "args": null,
            "concreteType": "Video",
            "kind": "LinkedField",
            "name": "video",
            "plural": false,
            "selections": (v20/*:: as any*/),
            "storageKey": null
          },
          {
            "alias": null,
            "args": null,
            "filters": null,
            "handle": "prependNode",
            "key": "",
            "kind": "LinkedHandle",
            "name": "video",
            "handleArgs": (v21/*:: as any*/)
          }
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "cff87a8e0c540a9fe78b00d9786d0269",
    "id": null,
    "metadata": {},
    "name": "FollowJobSubscription",
    "operationKind": "subscription",
    "text": "subscription FollowJobSubscription(\n  $id: ID!\n) {\n  jobUpdated(id: $id) {\n    isFinal\n    status\n    aiCreditsUsed\n    error {\n      message\n    }\n    ...JobCard_job\n    image {\n      ...Tile_asset\n      ...ViewerAsset_node\n      id\n    }\n    video {\n      ...Tile_asset\n      ...ViewerAsset_node\n      id\n    }\n    id\n  }\n}\n\nfragment FollowJob_job on Job {\n  id\n  kind\n  request {\n    model\n    prompt\n  }\n}\n\nfragment ImageActions_image on Image {\n  url\n  prompt\n  model\n  aspectRatio\n  style\n}\n\nfragment JobCard_job on Job {\n  id\n  kind\n  status\n  isFinal\n  createdAt\n  error {\n    message\n  }\n  request {\n    prompt\n  }\n  output {\n    __typename\n    ... on ImageOutput {\n      url\n    }\n    ... on VideoOutput {\n      thumbnailImageUrl\n    }\n  }\n  image {\n    id\n  }\n  video {\n    id\n  }\n  ...FollowJob_job\n  ...RetryJobButton_job\n}\n\nfragment RetryJobButton_job on Job {\n  kind\n  request {\n    prompt\n    model\n    aspectRatio\n    style\n    duration\n    referenceImageUrl\n    firstFrameImageUrl\n  }\n}\n\nfragment Tile_asset on Asset {\n  __isAsset: __typename\n  __typename\n  id\n  url\n  prompt\n  width\n  height\n  ... on Video {\n    duration\n    thumbnailImageUrl\n    previewImageUrl\n  }\n}\n\nfragment VideoActions_video on Video {\n  id\n  prompt\n  model\n  aspectRatio\n  duration\n  previewImageUrl\n  lastFrameImageUrl\n}\n\nfragment ViewerAsset_node on Node {\n  __isNode: __typename\n  ...ViewerMedia_asset\n  ...ViewerDetails_asset\n  id\n}\n\nfragment ViewerDetails_asset on Asset {\n  __isAsset: __typename\n  createdDate\n  prompt\n  model\n  aspectRatio\n  width\n  height\n  ... on Image {\n    style\n  }\n  ... on Video {\n    duration\n  }\n  url\n  ...ImageActions_image\n  ...VideoActions_video\n}\n\nfragment ViewerMedia_asset on Asset {\n  __isAsset: __typename\n  __typename\n  url\n  prompt\n  width\n  height\n  ... on Video {\n    previewImageUrl\n  }\n}\n"
  }
};
})();

(node as any).hash = "263b5bae574f41c4aabc746e8132b310";

export default node;
