/**
 * @generated SignedSource<<55219f72eefcf4afe2490afeb01f24e9>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ComposerQuery$variables = Record<PropertyKey, never>;
export type ComposerQuery$data = {
  readonly " $fragmentSpreads": FragmentRefs<"useOffer_query">;
};
export type ComposerQuery = {
  response: ComposerQuery$data;
  variables: ComposerQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "name",
  "storageKey": null
},
v1 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "isDefault",
  "storageKey": null
},
v2 = {
  "alias": null,
  "args": null,
  "kind": "ScalarField",
  "name": "aspectRatios",
  "storageKey": null
};
return {
  "fragment": {
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "ComposerQuery",
    "selections": [
      {
        "args": null,
        "kind": "FragmentSpread",
        "name": "useOffer_query"
      }
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "ComposerQuery",
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "ImageModel",
        "kind": "LinkedField",
        "name": "imageModels",
        "plural": true,
        "selections": [
          (v0/*:: as any*/),
          (v1/*:: as any*/),
          (v2/*:: as any*/),
          {
            "alias": null,
            "args": null,
            "kind": "ScalarField",
            "name": "styles",
            "storageKey": null
          }
        ],
        "storageKey": null
      },
      {
        "alias": null,
        "args": null,
        "concreteType": "VideoModel",
        "kind": "LinkedField",
        "name": "videoModels",
        "plural": true,
        "selections": [
          (v0/*:: as any*/),
          (v1/*:: as any*/),
          (v2/*:: as any*/),
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
    ]
  },
  "params": {
    "cacheID": "e002d4609045df69c8d1081645000be5",
    "id": null,
    "metadata": {},
    "name": "ComposerQuery",
    "operationKind": "query",
    "text": "query ComposerQuery {\n  ...useOffer_query\n}\n\nfragment useOffer_query on Query {\n  imageModels {\n    name\n    isDefault\n    aspectRatios\n    styles\n  }\n  videoModels {\n    name\n    isDefault\n    aspectRatios\n    durations\n  }\n}\n"
  }
};
})();

(node as any).hash = "8cb271e54a65693173fbab74688de662";

export default node;
