/**
 * @generated SignedSource<<3fe6007192d6ac9bd39f92f0a021cbe1>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type GenerateVideoInput = {
  aspectRatio?: string | null | undefined;
  duration?: string | null | undefined;
  idempotencyKey?: string | null | undefined;
  maxCredits?: number | null | undefined;
  model?: string | null | undefined;
  prompt: string;
  source?: VideoSourceInput | null | undefined;
  webhook?: string | null | undefined;
};
export type VideoSourceInput = {
  continueVideo?: never;
  extendVideoUrl?: never;
  firstFrameImageUrl: string;
  referenceImageUrls?: never;
} | {
  continueVideo?: never;
  extendVideoUrl: string;
  firstFrameImageUrl?: never;
  referenceImageUrls?: never;
} | {
  continueVideo?: never;
  extendVideoUrl?: never;
  firstFrameImageUrl?: never;
  referenceImageUrls: ReadonlyArray<string>;
} | {
  continueVideo: string;
  extendVideoUrl?: never;
  firstFrameImageUrl?: never;
  referenceImageUrls?: never;
};
export type useGenerateVideoMutation$variables = {
  input: GenerateVideoInput;
  trays: ReadonlyArray<string>;
};
export type useGenerateVideoMutation$data = {
  readonly generateVideo: {
    readonly job?: {
      readonly " $fragmentSpreads": FragmentRefs<"JobCard_job">;
    };
    readonly refusal: {
      readonly " $fragmentSpreads": FragmentRefs<"refusal_error">;
    } | null | undefined;
  } | null | undefined;
};
export type useGenerateVideoMutation = {
  response: useGenerateVideoMutation$data;
  variables: useGenerateVideoMutation$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "input"
  },
  {
    "defaultValue": null,
    "kind": "LocalArgument",
    "name": "trays"
  }
],
v1 = [
  {
    "kind": "Variable",
    "name": "input",
    "variableName": "input"
  }
],
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "__typename",
  "storageKey": null
},
v3 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "message",
  "storageKey": null
},
v4 = [
  {
    "alias": null,
    "args": null,
    "concreteType": "InputIssue",
    "kind": "LinkedField",
    "name": "issues",
    "plural": true,
    "selections": [
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "path",
        "storageKey": null
      },
      (v3/*:: as any*/),
      {
        "alias": null,
        "args": null,
        "kind": "ScalarField",
        "name": "accepted",
        "storageKey": null
      }
    ],
    "storageKey": null
  }
],
v5 = {
  "kind": "InlineFragment",
  "selections": (v4/*:: as any*/),
  "type": "InvalidInputError",
  "abstractKey": null
},
v6 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "credits",
      "storageKey": null
    }
  ],
  "type": "CreditLimitError",
  "abstractKey": null
},
v7 = {
  "kind": "InlineFragment",
  "selections": (v4/*:: as any*/),
  "type": "RejectedByPictoryError",
  "abstractKey": null
},
v8 = {
  "kind": "InlineFragment",
  "selections": [
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "retryable",
      "storageKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "retryAfterSeconds",
      "storageKey": null
    }
  ],
  "type": "NotStartedError",
  "abstractKey": null
},
v9 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "id",
  "storageKey": null
},
v10 = [
  (v9/*:: as any*/)
];
return {
  "fragment": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Fragment",
    "metadata": null,
    "name": "useGenerateVideoMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "generateVideo",
        "plural": false,
        "selections": [
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "Job",
                "kind": "LinkedField",
                "name": "job",
                "plural": false,
                "selections": [
                  {
                    "args": null,
                    "kind": "FragmentSpread",
                    "name": "JobCard_job"
                  }
                ],
                "storageKey": null
              }
            ],
            "type": "GenerateVideoPayload",
            "abstractKey": null
          },
          {
            "fragment": {
              "kind": "InlineFragment",
              "selections": [
                {
                  "kind": "InlineDataFragmentSpread",
                  "name": "refusal_error",
                  "selections": [
                    (v2/*:: as any*/),
                    (v3/*:: as any*/),
                    (v5/*:: as any*/),
                    (v6/*:: as any*/),
                    (v7/*:: as any*/),
                    (v8/*:: as any*/)
                  ],
                  "args": null,
                  "argumentDefinitions": []
                }
              ],
              "type": "PictoryError",
              "abstractKey": "__isPictoryError"
            },
            "kind": "AliasedInlineFragmentSpread",
            "name": "refusal"
          }
        ],
        "storageKey": null
      }
    ],
    "type": "Mutation",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": (v0/*:: as any*/),
    "kind": "Operation",
    "name": "useGenerateVideoMutation",
    "selections": [
      {
        "alias": null,
        "args": (v1/*:: as any*/),
        "concreteType": null,
        "kind": "LinkedField",
        "name": "generateVideo",
        "plural": false,
        "selections": [
          (v2/*:: as any*/),
          {
            "kind": "InlineFragment",
            "selections": [
              {
                "alias": null,
                "args": null,
                "concreteType": "Job",
                "kind": "LinkedField",
                "name": "job",
                "plural": false,
                "selections": [
                  (v9/*:: as any*/),
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
                    "name": "status",
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "kind": "ScalarField",
                    "name": "isFinal",
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
                    "concreteType": "JobFailure",
                    "kind": "LinkedField",
                    "name": "error",
                    "plural": false,
                    "selections": [
                      (v3/*:: as any*/)
                    ],
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
                        "name": "style",
                        "storageKey": null
                      },
                      {
                        "alias": null,
                        "args": null,
                        "kind": "ScalarField",
                        "name": "duration",
                        "storageKey": null
                      },
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
                      (v2/*:: as any*/),
                      {
                        "kind": "InlineFragment",
                        "selections": [
                          {
                            "alias": null,
                            "args": null,
                            "kind": "ScalarField",
                            "name": "url",
                            "storageKey": null
                          }
                        ],
                        "type": "ImageOutput",
                        "abstractKey": null
                      },
                      {
                        "kind": "InlineFragment",
                        "selections": [
                          {
                            "alias": null,
                            "args": null,
                            "kind": "ScalarField",
                            "name": "thumbnailImageUrl",
                            "storageKey": null
                          }
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
                    "selections": (v10/*:: as any*/),
                    "storageKey": null
                  },
                  {
                    "alias": null,
                    "args": null,
                    "concreteType": "Video",
                    "kind": "LinkedField",
                    "name": "video",
                    "plural": false,
                    "selections": (v10/*:: as any*/),
                    "storageKey": null
                  }
                ],
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "filters": null,
                "handle": "prependNode",
                "key": "",
                "kind": "LinkedHandle",
                "name": "job",
                "handleArgs": [
                  {
                    "kind": "Variable",
                    "name": "connections",
                    "variableName": "trays"
                  },
                  {
                    "kind": "Literal",
                    "name": "edgeTypeName",
                    "value": "JobEdge"
                  }
                ]
              }
            ],
            "type": "GenerateVideoPayload",
            "abstractKey": null
          },
          {
            "kind": "InlineFragment",
            "selections": [
              (v3/*:: as any*/),
              (v5/*:: as any*/),
              (v6/*:: as any*/),
              (v7/*:: as any*/),
              (v8/*:: as any*/)
            ],
            "type": "PictoryError",
            "abstractKey": "__isPictoryError"
          }
        ],
        "storageKey": null
      }
    ]
  },
  "params": {
    "cacheID": "c4bfdb27848794ad3d0b21b4a1c7cefb",
    "id": null,
    "metadata": {},
    "name": "useGenerateVideoMutation",
    "operationKind": "mutation",
    "text": "mutation useGenerateVideoMutation(\n  $input: GenerateVideoInput!\n) {\n  generateVideo(input: $input) {\n    __typename\n    ... on GenerateVideoPayload {\n      job {\n        ...JobCard_job\n        id\n      }\n    }\n    ...refusal_error\n  }\n}\n\nfragment FollowJob_job on Job {\n  id\n  kind\n  request {\n    model\n    prompt\n  }\n}\n\nfragment JobCard_job on Job {\n  id\n  kind\n  status\n  isFinal\n  createdAt\n  error {\n    message\n  }\n  request {\n    prompt\n  }\n  output {\n    __typename\n    ... on ImageOutput {\n      url\n    }\n    ... on VideoOutput {\n      thumbnailImageUrl\n    }\n  }\n  image {\n    id\n  }\n  video {\n    id\n  }\n  ...FollowJob_job\n  ...RetryJobButton_job\n}\n\nfragment RetryJobButton_job on Job {\n  kind\n  request {\n    prompt\n    model\n    aspectRatio\n    style\n    duration\n    referenceImageUrl\n    firstFrameImageUrl\n  }\n}\n\nfragment refusal_error on PictoryError {\n  __isPictoryError: __typename\n  __typename\n  message\n  ... on InvalidInputError {\n    issues {\n      path\n      message\n      accepted\n    }\n  }\n  ... on CreditLimitError {\n    credits\n  }\n  ... on RejectedByPictoryError {\n    issues {\n      path\n      message\n      accepted\n    }\n  }\n  ... on NotStartedError {\n    retryable\n    retryAfterSeconds\n  }\n}\n"
  }
};
})();

(node as any).hash = "3f3d62d2cf8335047fc5fd565cb7eb87";

export default node;
