/** Takes a seed and sizes; gives labelled synthetic logs of a company at work, with attack stories laid over its days. */
export { type CloudTrailOptions, generateCloudTrail } from "./generate-cloudtrail.ts";
export { type LabelledRecord, textOf } from "./labelled-record.ts";
export { type S3LayoutOptions, type S3LayoutResult, writeS3Layout } from "./s3-layout.ts";
export { STORIES } from "./story/stories.ts";
