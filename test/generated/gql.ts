/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "query Account($month: Int, $year: Int) {\n  account {\n    ...AccountFields\n    creditTransactions(month: $month, year: $year) {\n      transactionId\n      type\n      amount\n      source\n      description\n      plan\n      transactionDate\n    }\n  }\n}\n\nfragment AccountFields on PictoryAccount {\n  quota {\n    videoMinutes {\n      used\n      limit\n    }\n    transcriptionMinutes {\n      used\n      limit\n    }\n    elevenLabsVoiceOverMinutes {\n      used\n      limit\n    }\n    aiCredits {\n      used\n      limit\n    }\n  }\n}": typeof types.AccountDocument,
    "query Assets($first: Int, $after: String, $filter: AssetFilter) {\n  assets(first: $first, after: $after, filter: $filter) {\n    edges {\n      cursor\n      node {\n        __typename\n        ...ImageFields\n        ...VideoFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}": typeof types.AssetsDocument,
    "query Catalogue {\n  imageModels {\n    name\n    isDefault\n    aspectRatios\n    styles\n    creditsPerImage\n  }\n  videoModels {\n    name\n    isDefault\n    aspectRatios\n    durations\n    creditsPerSecond\n  }\n}": typeof types.CatalogueDocument,
    "mutation CleanJob($id: ID!) {\n  cleanJob(id: $id) {\n    __typename\n    ... on CleanJobPayload {\n      job {\n        ...JobFields\n      }\n    }\n    ...FailureFields\n  }\n}": typeof types.CleanJobDocument,
    "query Estimates($imageModel: String, $videoModel: String, $duration: String, $count: Int) {\n  estimateImageCredits(model: $imageModel, count: $count) {\n    credits\n    model\n    count\n  }\n  estimateVideoCredits(model: $videoModel, duration: $duration, count: $count) {\n    credits\n    model\n    count\n  }\n}": typeof types.EstimatesDocument,
    "fragment ImageFields on Image {\n  id\n  pictoryId\n  url\n  createdDate\n  prompt\n  model\n  aspectRatio\n  width\n  height\n  style\n  referenceImageUrl\n}\n\nfragment VideoFields on Video {\n  id\n  pictoryId\n  url\n  createdDate\n  prompt\n  model\n  aspectRatio\n  width\n  height\n  duration\n  durationSeconds\n  previewImageUrl\n  thumbnailImageUrl\n  lastFrameImageUrl\n  firstFrameImageUrl\n  referenceImageUrls\n  extendVideoUrl\n}\n\nfragment JobFields on Job {\n  id\n  pictoryId\n  kind\n  status\n  pictoryStatus\n  isFinal\n  output {\n    ... on ImageOutput {\n      url\n      width\n      height\n    }\n    ... on VideoOutput {\n      url\n      width\n      height\n      duration\n      durationSeconds\n      previewImageUrl\n      thumbnailImageUrl\n      lastFrameImageUrl\n    }\n  }\n  aiCreditsUsed\n  error {\n    code\n    message\n  }\n  request {\n    prompt\n    model\n    aspectRatio\n    style\n    duration\n    referenceImageUrl\n    firstFrameImageUrl\n    extendVideoUrl\n    referenceImageUrls\n  }\n  createdAt\n  observedAt\n}\n\nfragment FailureFields on PictoryError {\n  message\n  code\n  ... on InvalidInputError {\n    issues {\n      path\n      message\n      accepted\n    }\n  }\n  ... on CreditLimitError {\n    credits\n    maxCredits\n  }\n  ... on RejectedByPictoryError {\n    pictoryCode\n    issues {\n      path\n      message\n      accepted\n    }\n  }\n  ... on NotStartedError {\n    retryable\n    retryAfterSeconds\n  }\n  ... on OutcomeUnknownError {\n    sentAt\n  }\n}\n\nfragment PageFields on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}": typeof types.ImageFieldsFragmentDoc,
    "mutation GenerateImage($input: GenerateImageInput!, $waitSeconds: Int) {\n  generateImage(input: $input) {\n    __typename\n    ... on GenerateImagePayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        image {\n          ...ImageFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}": typeof types.GenerateImageDocument,
    "mutation GenerateImages($inputs: [GenerateImageInput!]!, $maxCredits: Float, $waitSeconds: Int) {\n  generateImages(inputs: $inputs, maxCredits: $maxCredits) {\n    __typename\n    ... on GenerateImagePayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        image {\n          ...ImageFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}": typeof types.GenerateImagesDocument,
    "mutation GenerateVideo($input: GenerateVideoInput!, $waitSeconds: Int) {\n  generateVideo(input: $input) {\n    __typename\n    ... on GenerateVideoPayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        video {\n          ...VideoFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}": typeof types.GenerateVideoDocument,
    "mutation GenerateVideos($inputs: [GenerateVideoInput!]!, $maxCredits: Float, $waitSeconds: Int) {\n  generateVideos(inputs: $inputs, maxCredits: $maxCredits) {\n    __typename\n    ... on GenerateVideoPayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        video {\n          ...VideoFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}": typeof types.GenerateVideosDocument,
    "query Image($id: ID!) {\n  image(id: $id) {\n    ...ImageFields\n  }\n}": typeof types.ImageDocument,
    "query Images($first: Int, $after: String) {\n  images(first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...ImageFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}": typeof types.ImagesDocument,
    "subscription JobUpdated($id: ID!) {\n  jobUpdated(id: $id) {\n    ...JobFields\n    image {\n      ...ImageFields\n    }\n    video {\n      ...VideoFields\n    }\n  }\n}": typeof types.JobUpdatedDocument,
    "query Job($id: ID!, $waitSeconds: Int) {\n  job(id: $id, waitSeconds: $waitSeconds) {\n    ...JobFields\n    image {\n      ...ImageFields\n    }\n    video {\n      ...VideoFields\n    }\n  }\n}": typeof types.JobDocument,
    "query JobsByIds($ids: [ID!]!) {\n  jobsByIds(ids: $ids) {\n    ...JobFields\n    image {\n      ...ImageFields\n    }\n    video {\n      ...VideoFields\n    }\n  }\n}": typeof types.JobsByIdsDocument,
    "subscription JobsUpdated($ids: [ID!]!) {\n  jobsUpdated(ids: $ids) {\n    ...JobFields\n  }\n}": typeof types.JobsUpdatedDocument,
    "query Jobs($first: Int, $after: String) {\n  jobs(first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...JobFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}": typeof types.JobsDocument,
    "query Node($id: ID!) {\n  node(id: $id) {\n    __typename\n    id\n    ... on Image {\n      ...ImageFields\n    }\n    ... on Video {\n      ...VideoFields\n    }\n    ... on Job {\n      ...JobFields\n    }\n  }\n}": typeof types.NodeDocument,
    "query Nodes($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Asset {\n      url\n      createdDate\n      prompt\n    }\n    ... on Job {\n      status\n    }\n  }\n}": typeof types.NodesDocument,
    "query Video($id: ID!) {\n  video(id: $id) {\n    ...VideoFields\n  }\n}": typeof types.VideoDocument,
    "query Videos($first: Int, $after: String) {\n  videos(first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...VideoFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}": typeof types.VideosDocument,
    "query Wall {\n  images(first: 100) {\n    edges {\n      cursor\n      node {\n        ...ImageFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n  videos(first: 100) {\n    edges {\n      cursor\n      node {\n        ...VideoFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n  account {\n    ...AccountFields\n  }\n}": typeof types.WallDocument,
};
const documents: Documents = {
    "query Account($month: Int, $year: Int) {\n  account {\n    ...AccountFields\n    creditTransactions(month: $month, year: $year) {\n      transactionId\n      type\n      amount\n      source\n      description\n      plan\n      transactionDate\n    }\n  }\n}\n\nfragment AccountFields on PictoryAccount {\n  quota {\n    videoMinutes {\n      used\n      limit\n    }\n    transcriptionMinutes {\n      used\n      limit\n    }\n    elevenLabsVoiceOverMinutes {\n      used\n      limit\n    }\n    aiCredits {\n      used\n      limit\n    }\n  }\n}": types.AccountDocument,
    "query Assets($first: Int, $after: String, $filter: AssetFilter) {\n  assets(first: $first, after: $after, filter: $filter) {\n    edges {\n      cursor\n      node {\n        __typename\n        ...ImageFields\n        ...VideoFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}": types.AssetsDocument,
    "query Catalogue {\n  imageModels {\n    name\n    isDefault\n    aspectRatios\n    styles\n    creditsPerImage\n  }\n  videoModels {\n    name\n    isDefault\n    aspectRatios\n    durations\n    creditsPerSecond\n  }\n}": types.CatalogueDocument,
    "mutation CleanJob($id: ID!) {\n  cleanJob(id: $id) {\n    __typename\n    ... on CleanJobPayload {\n      job {\n        ...JobFields\n      }\n    }\n    ...FailureFields\n  }\n}": types.CleanJobDocument,
    "query Estimates($imageModel: String, $videoModel: String, $duration: String, $count: Int) {\n  estimateImageCredits(model: $imageModel, count: $count) {\n    credits\n    model\n    count\n  }\n  estimateVideoCredits(model: $videoModel, duration: $duration, count: $count) {\n    credits\n    model\n    count\n  }\n}": types.EstimatesDocument,
    "fragment ImageFields on Image {\n  id\n  pictoryId\n  url\n  createdDate\n  prompt\n  model\n  aspectRatio\n  width\n  height\n  style\n  referenceImageUrl\n}\n\nfragment VideoFields on Video {\n  id\n  pictoryId\n  url\n  createdDate\n  prompt\n  model\n  aspectRatio\n  width\n  height\n  duration\n  durationSeconds\n  previewImageUrl\n  thumbnailImageUrl\n  lastFrameImageUrl\n  firstFrameImageUrl\n  referenceImageUrls\n  extendVideoUrl\n}\n\nfragment JobFields on Job {\n  id\n  pictoryId\n  kind\n  status\n  pictoryStatus\n  isFinal\n  output {\n    ... on ImageOutput {\n      url\n      width\n      height\n    }\n    ... on VideoOutput {\n      url\n      width\n      height\n      duration\n      durationSeconds\n      previewImageUrl\n      thumbnailImageUrl\n      lastFrameImageUrl\n    }\n  }\n  aiCreditsUsed\n  error {\n    code\n    message\n  }\n  request {\n    prompt\n    model\n    aspectRatio\n    style\n    duration\n    referenceImageUrl\n    firstFrameImageUrl\n    extendVideoUrl\n    referenceImageUrls\n  }\n  createdAt\n  observedAt\n}\n\nfragment FailureFields on PictoryError {\n  message\n  code\n  ... on InvalidInputError {\n    issues {\n      path\n      message\n      accepted\n    }\n  }\n  ... on CreditLimitError {\n    credits\n    maxCredits\n  }\n  ... on RejectedByPictoryError {\n    pictoryCode\n    issues {\n      path\n      message\n      accepted\n    }\n  }\n  ... on NotStartedError {\n    retryable\n    retryAfterSeconds\n  }\n  ... on OutcomeUnknownError {\n    sentAt\n  }\n}\n\nfragment PageFields on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}": types.ImageFieldsFragmentDoc,
    "mutation GenerateImage($input: GenerateImageInput!, $waitSeconds: Int) {\n  generateImage(input: $input) {\n    __typename\n    ... on GenerateImagePayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        image {\n          ...ImageFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}": types.GenerateImageDocument,
    "mutation GenerateImages($inputs: [GenerateImageInput!]!, $maxCredits: Float, $waitSeconds: Int) {\n  generateImages(inputs: $inputs, maxCredits: $maxCredits) {\n    __typename\n    ... on GenerateImagePayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        image {\n          ...ImageFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}": types.GenerateImagesDocument,
    "mutation GenerateVideo($input: GenerateVideoInput!, $waitSeconds: Int) {\n  generateVideo(input: $input) {\n    __typename\n    ... on GenerateVideoPayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        video {\n          ...VideoFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}": types.GenerateVideoDocument,
    "mutation GenerateVideos($inputs: [GenerateVideoInput!]!, $maxCredits: Float, $waitSeconds: Int) {\n  generateVideos(inputs: $inputs, maxCredits: $maxCredits) {\n    __typename\n    ... on GenerateVideoPayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        video {\n          ...VideoFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}": types.GenerateVideosDocument,
    "query Image($id: ID!) {\n  image(id: $id) {\n    ...ImageFields\n  }\n}": types.ImageDocument,
    "query Images($first: Int, $after: String) {\n  images(first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...ImageFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}": types.ImagesDocument,
    "subscription JobUpdated($id: ID!) {\n  jobUpdated(id: $id) {\n    ...JobFields\n    image {\n      ...ImageFields\n    }\n    video {\n      ...VideoFields\n    }\n  }\n}": types.JobUpdatedDocument,
    "query Job($id: ID!, $waitSeconds: Int) {\n  job(id: $id, waitSeconds: $waitSeconds) {\n    ...JobFields\n    image {\n      ...ImageFields\n    }\n    video {\n      ...VideoFields\n    }\n  }\n}": types.JobDocument,
    "query JobsByIds($ids: [ID!]!) {\n  jobsByIds(ids: $ids) {\n    ...JobFields\n    image {\n      ...ImageFields\n    }\n    video {\n      ...VideoFields\n    }\n  }\n}": types.JobsByIdsDocument,
    "subscription JobsUpdated($ids: [ID!]!) {\n  jobsUpdated(ids: $ids) {\n    ...JobFields\n  }\n}": types.JobsUpdatedDocument,
    "query Jobs($first: Int, $after: String) {\n  jobs(first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...JobFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}": types.JobsDocument,
    "query Node($id: ID!) {\n  node(id: $id) {\n    __typename\n    id\n    ... on Image {\n      ...ImageFields\n    }\n    ... on Video {\n      ...VideoFields\n    }\n    ... on Job {\n      ...JobFields\n    }\n  }\n}": types.NodeDocument,
    "query Nodes($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Asset {\n      url\n      createdDate\n      prompt\n    }\n    ... on Job {\n      status\n    }\n  }\n}": types.NodesDocument,
    "query Video($id: ID!) {\n  video(id: $id) {\n    ...VideoFields\n  }\n}": types.VideoDocument,
    "query Videos($first: Int, $after: String) {\n  videos(first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...VideoFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}": types.VideosDocument,
    "query Wall {\n  images(first: 100) {\n    edges {\n      cursor\n      node {\n        ...ImageFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n  videos(first: 100) {\n    edges {\n      cursor\n      node {\n        ...VideoFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n  account {\n    ...AccountFields\n  }\n}": types.WallDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Account($month: Int, $year: Int) {\n  account {\n    ...AccountFields\n    creditTransactions(month: $month, year: $year) {\n      transactionId\n      type\n      amount\n      source\n      description\n      plan\n      transactionDate\n    }\n  }\n}\n\nfragment AccountFields on PictoryAccount {\n  quota {\n    videoMinutes {\n      used\n      limit\n    }\n    transcriptionMinutes {\n      used\n      limit\n    }\n    elevenLabsVoiceOverMinutes {\n      used\n      limit\n    }\n    aiCredits {\n      used\n      limit\n    }\n  }\n}"): typeof import('./graphql.ts').AccountDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Assets($first: Int, $after: String, $filter: AssetFilter) {\n  assets(first: $first, after: $after, filter: $filter) {\n    edges {\n      cursor\n      node {\n        __typename\n        ...ImageFields\n        ...VideoFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}"): typeof import('./graphql.ts').AssetsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Catalogue {\n  imageModels {\n    name\n    isDefault\n    aspectRatios\n    styles\n    creditsPerImage\n  }\n  videoModels {\n    name\n    isDefault\n    aspectRatios\n    durations\n    creditsPerSecond\n  }\n}"): typeof import('./graphql.ts').CatalogueDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CleanJob($id: ID!) {\n  cleanJob(id: $id) {\n    __typename\n    ... on CleanJobPayload {\n      job {\n        ...JobFields\n      }\n    }\n    ...FailureFields\n  }\n}"): typeof import('./graphql.ts').CleanJobDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Estimates($imageModel: String, $videoModel: String, $duration: String, $count: Int) {\n  estimateImageCredits(model: $imageModel, count: $count) {\n    credits\n    model\n    count\n  }\n  estimateVideoCredits(model: $videoModel, duration: $duration, count: $count) {\n    credits\n    model\n    count\n  }\n}"): typeof import('./graphql.ts').EstimatesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "fragment ImageFields on Image {\n  id\n  pictoryId\n  url\n  createdDate\n  prompt\n  model\n  aspectRatio\n  width\n  height\n  style\n  referenceImageUrl\n}\n\nfragment VideoFields on Video {\n  id\n  pictoryId\n  url\n  createdDate\n  prompt\n  model\n  aspectRatio\n  width\n  height\n  duration\n  durationSeconds\n  previewImageUrl\n  thumbnailImageUrl\n  lastFrameImageUrl\n  firstFrameImageUrl\n  referenceImageUrls\n  extendVideoUrl\n}\n\nfragment JobFields on Job {\n  id\n  pictoryId\n  kind\n  status\n  pictoryStatus\n  isFinal\n  output {\n    ... on ImageOutput {\n      url\n      width\n      height\n    }\n    ... on VideoOutput {\n      url\n      width\n      height\n      duration\n      durationSeconds\n      previewImageUrl\n      thumbnailImageUrl\n      lastFrameImageUrl\n    }\n  }\n  aiCreditsUsed\n  error {\n    code\n    message\n  }\n  request {\n    prompt\n    model\n    aspectRatio\n    style\n    duration\n    referenceImageUrl\n    firstFrameImageUrl\n    extendVideoUrl\n    referenceImageUrls\n  }\n  createdAt\n  observedAt\n}\n\nfragment FailureFields on PictoryError {\n  message\n  code\n  ... on InvalidInputError {\n    issues {\n      path\n      message\n      accepted\n    }\n  }\n  ... on CreditLimitError {\n    credits\n    maxCredits\n  }\n  ... on RejectedByPictoryError {\n    pictoryCode\n    issues {\n      path\n      message\n      accepted\n    }\n  }\n  ... on NotStartedError {\n    retryable\n    retryAfterSeconds\n  }\n  ... on OutcomeUnknownError {\n    sentAt\n  }\n}\n\nfragment PageFields on PageInfo {\n  hasNextPage\n  hasPreviousPage\n  startCursor\n  endCursor\n}"): typeof import('./graphql.ts').ImageFieldsFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation GenerateImage($input: GenerateImageInput!, $waitSeconds: Int) {\n  generateImage(input: $input) {\n    __typename\n    ... on GenerateImagePayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        image {\n          ...ImageFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}"): typeof import('./graphql.ts').GenerateImageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation GenerateImages($inputs: [GenerateImageInput!]!, $maxCredits: Float, $waitSeconds: Int) {\n  generateImages(inputs: $inputs, maxCredits: $maxCredits) {\n    __typename\n    ... on GenerateImagePayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        image {\n          ...ImageFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}"): typeof import('./graphql.ts').GenerateImagesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation GenerateVideo($input: GenerateVideoInput!, $waitSeconds: Int) {\n  generateVideo(input: $input) {\n    __typename\n    ... on GenerateVideoPayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        video {\n          ...VideoFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}"): typeof import('./graphql.ts').GenerateVideoDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation GenerateVideos($inputs: [GenerateVideoInput!]!, $maxCredits: Float, $waitSeconds: Int) {\n  generateVideos(inputs: $inputs, maxCredits: $maxCredits) {\n    __typename\n    ... on GenerateVideoPayload {\n      jobId\n      replayed\n      job(waitSeconds: $waitSeconds) {\n        ...JobFields\n        video {\n          ...VideoFields\n        }\n      }\n    }\n    ...FailureFields\n  }\n}"): typeof import('./graphql.ts').GenerateVideosDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Image($id: ID!) {\n  image(id: $id) {\n    ...ImageFields\n  }\n}"): typeof import('./graphql.ts').ImageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Images($first: Int, $after: String) {\n  images(first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...ImageFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}"): typeof import('./graphql.ts').ImagesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription JobUpdated($id: ID!) {\n  jobUpdated(id: $id) {\n    ...JobFields\n    image {\n      ...ImageFields\n    }\n    video {\n      ...VideoFields\n    }\n  }\n}"): typeof import('./graphql.ts').JobUpdatedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Job($id: ID!, $waitSeconds: Int) {\n  job(id: $id, waitSeconds: $waitSeconds) {\n    ...JobFields\n    image {\n      ...ImageFields\n    }\n    video {\n      ...VideoFields\n    }\n  }\n}"): typeof import('./graphql.ts').JobDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query JobsByIds($ids: [ID!]!) {\n  jobsByIds(ids: $ids) {\n    ...JobFields\n    image {\n      ...ImageFields\n    }\n    video {\n      ...VideoFields\n    }\n  }\n}"): typeof import('./graphql.ts').JobsByIdsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription JobsUpdated($ids: [ID!]!) {\n  jobsUpdated(ids: $ids) {\n    ...JobFields\n  }\n}"): typeof import('./graphql.ts').JobsUpdatedDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Jobs($first: Int, $after: String) {\n  jobs(first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...JobFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}"): typeof import('./graphql.ts').JobsDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Node($id: ID!) {\n  node(id: $id) {\n    __typename\n    id\n    ... on Image {\n      ...ImageFields\n    }\n    ... on Video {\n      ...VideoFields\n    }\n    ... on Job {\n      ...JobFields\n    }\n  }\n}"): typeof import('./graphql.ts').NodeDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Nodes($ids: [ID!]!) {\n  nodes(ids: $ids) {\n    __typename\n    id\n    ... on Asset {\n      url\n      createdDate\n      prompt\n    }\n    ... on Job {\n      status\n    }\n  }\n}"): typeof import('./graphql.ts').NodesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Video($id: ID!) {\n  video(id: $id) {\n    ...VideoFields\n  }\n}"): typeof import('./graphql.ts').VideoDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Videos($first: Int, $after: String) {\n  videos(first: $first, after: $after) {\n    edges {\n      cursor\n      node {\n        ...VideoFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n}"): typeof import('./graphql.ts').VideosDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query Wall {\n  images(first: 100) {\n    edges {\n      cursor\n      node {\n        ...ImageFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n  videos(first: 100) {\n    edges {\n      cursor\n      node {\n        ...VideoFields\n      }\n    }\n    pageInfo {\n      ...PageFields\n    }\n    truncated\n  }\n  account {\n    ...AccountFields\n  }\n}"): typeof import('./graphql.ts').WallDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
