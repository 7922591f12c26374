/** Takes a seed and sizes; gives labelled synthetic logs of a company at work, with attack stories laid over its days. */
export { type AccountOptions, generateAccounts } from "./accounts/generate-accounts.ts";
export { ACTIVITY_STORIES } from "./activity/activity-stories.ts";
export { generateActivity, generateActivityBatch } from "./activity/generate-activity.ts";
export type { CompanyLogOptions } from "./company/company.ts";
export { type DrillOptions, generateDrill } from "./drill/generate-drill.ts";
export { type CloudTrailOptions, generateCloudTrail } from "./generate-cloudtrail.ts";
export { type LabelledRecord, textOf } from "./labelled-record.ts";
export { GENERATE_PROBLEMS } from "./problems.ts";
export { type S3LayoutOptions, type S3LayoutResult, writeS3Layout } from "./s3-layout.ts";
export { generateSoc, type SocOptions } from "./soc/generate-soc.ts";
export { SOC_STORIES } from "./soc/soc-stories.ts";
export { STORIES } from "./story/stories.ts";
export type { GeneratedTable, LabelledRow } from "./table/labelled-row.ts";
export {
  type TableFileOptions,
  type TableFileResult,
  type TableFormat,
  writeTable,
} from "./table/write-table.ts";
export { generateUploads } from "./uploads/generate-uploads.ts";
export { UPLOAD_STORIES } from "./uploads/upload-stories.ts";
