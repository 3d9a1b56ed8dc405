/**
 * @generated SignedSource<<1b8c70c762cbf751c5f317baeeb92f4a>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type CreditsQuery$variables = Record<PropertyKey, never>;
export type CreditsQuery$data = {
  readonly account: {
    readonly quota: {
      readonly aiCredits: {
        readonly limit: number | null | undefined;
        readonly used: number | null | undefined;
      } | null | undefined;
    } | null | undefined;
  } | null | undefined;
};
export type CreditsQuery = {
  response: CreditsQuery$data;
  variables: CreditsQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "alias": null,
    "args": null,
    "concreteType": "PictoryAccount",
    "kind": "LinkedField",
    "name": "account",
    "plural": false,
    "selections": [
      {
        "alias": null,
        "args": null,
        "concreteType": "Quota",
        "kind": "LinkedField",
        "name": "quota",
        "plural": false,
        "selections": [
          {
            "alias": null,
            "args": null,
            "concreteType": "QuotaUse",
            "kind": "LinkedField",
            "name": "aiCredits",
            "plural": false,
            "selections": [
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "used",
                "storageKey": null
              },
              {
                "alias": null,
                "args": null,
                "kind": "ScalarField",
                "name": "limit",
                "storageKey": null
              }
            ],
            "storageKey": null
          }
        ],
        "storageKey": null
      }
    ],
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "CreditsQuery",
    "selections": (v0/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "CreditsQuery",
    "selections": (v0/*:: as any*/)
  },
  "params": {
    "cacheID": "57a3c488df970b80e45c11e96bb4adac",
    "id": null,
    "metadata": {},
    "name": "CreditsQuery",
    "operationKind": "query",
    "text": "query CreditsQuery {\n  account {\n    quota {\n      aiCredits {\n        used\n        limit\n      }\n    }\n  }\n}\n"
  }
};
})();

(node as any).hash = "5357473f95aafd50a46671245aa01f5b";

export default node;
