/**
 * @generated SignedSource<<24595680e68b200ffe761dbd98f291d4>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ConcreteRequest } from 'relay-runtime';
export type WallFiltersQuery$variables = Record<PropertyKey, never>;
export type WallFiltersQuery$data = {
  readonly imageModels: ReadonlyArray<{
    readonly name: string;
  }>;
  readonly videoModels: ReadonlyArray<{
    readonly name: string;
  }>;
};
export type WallFiltersQuery = {
  response: WallFiltersQuery$data;
  variables: WallFiltersQuery$variables;
};

const node: ConcreteRequest = (function(){
var v0 = [
  {
    "alias": null,
    "args": null,
    "kind": "ScalarField",
    "name": "name",
    "storageKey": null
  }
],
v1 = [
  {
    "alias": null,
    "args": null,
    "concreteType": "ImageModel",
    "kind": "LinkedField",
    "name": "imageModels",
    "plural": true,
    "selections": (v0/*:: as any*/),
    "storageKey": null
  },
  {
    "alias": null,
    "args": null,
    "concreteType": "VideoModel",
    "kind": "LinkedField",
    "name": "videoModels",
    "plural": true,
    "selections": (v0/*:: as any*/),
    "storageKey": null
  }
];
return {
  "fragment": {
    "argumentDefinitions": [],
    "kind": "Fragment",
    "metadata": null,
    "name": "WallFiltersQuery",
    "selections": (v1/*:: as any*/),
    "type": "Query",
    "abstractKey": null
  },
  "kind": "Request",
  "operation": {
    "argumentDefinitions": [],
    "kind": "Operation",
    "name": "WallFiltersQuery",
    "selections": (v1/*:: as any*/)
  },
  "params": {
    "cacheID": "fcc05e90e9d80378585d16ff64a3541c",
    "id": null,
    "metadata": {},
    "name": "WallFiltersQuery",
    "operationKind": "query",
    "text": "query WallFiltersQuery {\n  imageModels {\n    name\n  }\n  videoModels {\n    name\n  }\n}\n"
  }
};
})();

(node as any).hash = "53318345cdd16b776050138033bf1d4d";

export default node;
