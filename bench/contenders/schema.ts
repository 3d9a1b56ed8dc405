/** The part of the gateway's schema that the queries use, for servers that take it as text. */
export const typeDefs = /* GraphQL */ `
  type Query {
    images(first: Int = 20): ImageConnection
    videos(first: Int = 20): VideoConnection
    jobsByIds(ids: [ID!]!): [Job]!
  }
  type ImageConnection { nodes: [Image]! pageInfo: PageInfo! }
  type VideoConnection { nodes: [Video]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Image {
    id: ID! url: String! createdDate: String! prompt: String model: String style: String
    aspectRatio: String width: Int height: Int
  }
  type Video {
    id: ID! url: String! createdDate: String! prompt: String model: String duration: String
    thumbnailImageUrl: String aspectRatio: String width: Int height: Int
  }
  type Job { id: ID! status: JobStatus! pictoryStatus: String! isFinal: Boolean! output: JobOutput }
  union JobOutput = ImageOutput
  type ImageOutput { url: String! width: Int height: Int }
  enum JobStatus { IN_PROGRESS COMPLETED FAILED CLEANED UNKNOWN }
`;
