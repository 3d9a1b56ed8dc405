/**
 * @generated SignedSource<<f4ef5203fe2772894b6ad77cd67228f3>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type PriceQuery$variables = {
  duration?: string | null | undefined;
  isImage: boolean;
  model?: string | null | undefined;
};
export type PriceQuery$data = {
  readonly estimateImageCredits?: {
    readonly credits: number | null | undefined;
  } | null | undefined;
  readonly estimateVideoCredits?: {
    readonly credits: number | null | undefined;
  } | null | undefined;
};
export type PriceQuery = {
  response: PriceQuery$data;
  variables: PriceQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "duration"
},
v1 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "isImage"
},
v2 = {
  "defaultValue": null,
  "kind": "LocalArgument",
  "name": "model"
},
v3 = {
  "kind": "Variable",
  "name": "model",
  "variableName": "model"
},
v4 = [
  {
    "alias": null,
    "args": null,
    "kind": "ScalarField",
    "name": "credits",
    "storageKey": null
  }
],
v5 = [
  {
    "condition": "isImage",
    "kind": "Condition",
    "passingValue": true,
    "selections": [
      {
        "alias": null,
        "args": [
          (v3/*:: as any*/)
        ],
        "concreteType": "CreditEstimate",
        "kind": "LinkedField",
        "name": "estimateImageCredits",
        "plural": false,
        "selections": (v4/*:: as any*/),
        "storageKey": null
      }
    ]
  },
  {
    "condition": "isImage",
    "kind": "Condition",
    "passingValue": false,
    "selections": [
      {
        "alias": null,
        "args": [
          {
            "kind": "Variable",
            "name": "duration",
            "variableName": "duration"
          },
          (v3/*:: as any*/)
        ],
        "concreteType": "CreditEstimate",
        "kind": "LinkedField",
        "name": "estimateVideoCredits",
        "plural": false,
        "selections": (v4/*:: as any*/),
        "storageKey": null
      }
    ]
  }
];
return {
  "fragment": {
    "argumentDefinitions": [
      (v0/*:: as any*/),
      (v1/*:: as any*/),
      (v2/*:: as any*/)
    ],
    "kind": "Fragment",
    "metadata": null,
    "name": "PriceQuery",
    "selections": (v5/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [
      (v1/*:: as any*/),
      (v2/*:: as any*/),
      (v0/*:: as any*/)
    ],
    "kind": "Operation",
    "name": "PriceQuery",
    "selections": (v5/*:: as any*/)
  },
  "params": {
    "cacheID": "c4bbb73aaf7843cecceb1c5bb91162d3",
    "id": null,
    "metadata": {},
    "name": "PriceQuery",
    "operationKind": "query",
    "text": "query PriceQuery(\n  $isImage: Boolean!\n  $model: String\n  $duration: String\n) {\n  estimateImageCredits(model: $model) @include(if: $isImage) {\n    credits\n  }\n  estimateVideoCredits(model: $model, duration: $duration) @skip(if: $isImage) {\n    credits\n  }\n}\n"
  }
};
})();

(node as any).hash = "4b595679e40d912a775ff7d4c1eacbe8";

export default node;
