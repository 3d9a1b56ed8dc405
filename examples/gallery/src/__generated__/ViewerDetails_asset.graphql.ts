/**
 * @generated SignedSource<<8ba061d6732809d985859fb85f262369>>
 * @lightSyntaxTransform
 */

/* tslint:disable */
/* eslint-disable */
// @ts-nocheck

import type { ReaderFragment } from 'relay-runtime';
import type { FragmentRefs } from "relay-runtime";
export type ViewerDetails_asset$data = {
  readonly aspectRatio: string | null | undefined;
  readonly createdDate: string;
  readonly duration?: string | null | undefined;
  readonly height: number | null | undefined;
  readonly image: {
    readonly " $fragmentSpreads": FragmentRefs<"ImageActions_image">;
  } | null | undefined;
  readonly model: string | null | undefined;
  readonly prompt: string | null | undefined;
  readonly style?: string | null | undefined;
  readonly url: string;
  readonly video: {
    readonly " $fragmentSpreads": FragmentRefs<"VideoActions_video">;
  } | null | undefined;
  readonly width: number | null | undefined;
  readonly " $fragmentType": "ViewerDetails_asset";
};
export type ViewerDetails_asset$key = {
  readonly " $data"?: ViewerDetails_asset$data;
  readonly " $fragmentSpreads": FragmentRefs<"ViewerDetails_asset">;
};

const node: ReaderFragment = {
  "argumentDefinitions": [],
  "kind": "Fragment",
  "metadata": null,
  "name": "ViewerDetails_asset",
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
    {
      "kind": "InlineFragment",
      "selections": [
        {
          "alias": null,
          "args": null,
          "kind": "ScalarField",
          "name": "duration",
          "storageKey": null
        }
      ],
      "type": "Video",
      "abstractKey": null
    },
    {
      "alias": null,
      "args": null,
      "kind": "ScalarField",
      "name": "url",
      "storageKey": null
    },
    {
      "fragment": {
        "kind": "InlineFragment",
        "selections": [
          {
            "args": null,
            "kind": "FragmentSpread",
            "name": "ImageActions_image"
          }
        ],
        "type": "Image",
        "abstractKey": null
      },
      "kind": "AliasedInlineFragmentSpread",
      "name": "image"
    },
    {
      "fragment": {
        "kind": "InlineFragment",
        "selections": [
          {
            "args": null,
            "kind": "FragmentSpread",
            "name": "VideoActions_video"
          }
        ],
        "type": "Video",
        "abstractKey": null
      },
      "kind": "AliasedInlineFragmentSpread",
      "name": "video"
    }
  ],
  "type": "Asset",
  "abstractKey": "__isAsset"
};

(node as any).hash = "fc10b8d87853d05f59bd4340ca47a1ed";

export default node;
