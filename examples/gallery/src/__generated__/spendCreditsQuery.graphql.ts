/**
 * @generated SignedSource<<d335cf293fc3112074193cbc5bbb6181>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteUpdatableQuery } from 'relay-runtime';
export type spendCreditsQuery$variables = Record<PropertyKey, never>;
export type spendCreditsQuery$data = {
  get account(): {
    get quota(): {
      get aiCredits(): {
        used: number | null | undefined;
      } | null | undefined;
      set aiCredits(value: null | undefined);
    } | null | undefined;
    set quota(value: null | undefined);
  } | null | undefined;
  set account(value: null | undefined);
};
export type spendCreditsQuery = {
  response: spendCreditsQuery$data;
  variables: spendCreditsQuery$variables;
};

const node: ConcreteUpdatableQuery = {
  "fragment": {
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "spendCreditsQuery",
    "selections": [
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
    ],
    "type": "Query",
    "abstractKey": null
  },
  "kind": "UpdatableQuery"
};

(node as any).hash = "b765285397ba8ee3ca68809e9dfa1ca0";

export default node;
