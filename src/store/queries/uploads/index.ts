/** Takes uploads as columns, gives the rows of every upload analysis; the questions are the files of `sql/uploads`. */
export { UPLOAD_PROBLEMS } from "./problems.ts";
export { type BoundSql, bindTwoWaySql, type SettingValue } from "./two-way-sql.ts";
export { UPLOAD_QUERIES, type UploadQueryName } from "./upload-queries.ts";
export {
  openUploadTable,
  UPLOAD_DEFAULTS,
  type UploadColumns,
  type UploadSettings,
  type UploadTable,
} from "./upload-table.ts";
