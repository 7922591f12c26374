/** Takes paths and bytes, in whatever container and packing; gives events, and rejects with their reason, record by record. */
export type { FlatRecord } from "./format/cloudtrail/flat-record.ts";
export {
  /** @public For tables of records that leave Gait. */
  toFlatRecord,
} from "./format/cloudtrail/flat-record.ts";
export { FORMAT_IDS, type FormatId } from "./format/format.ts";
export { type ColumnMapping, loadMapping, parseColumnMapping } from "./format/generic/column-mapping.ts";
export { type FileInput, openPath } from "./input/file-input.ts";
export type { Input } from "./input/input.ts";
export { type InputList, listInputs } from "./input/list-inputs.ts";
export type { ReadLimits } from "./limits.ts";
export { SOURCE_PROBLEMS, type SourceCode } from "./problems.ts";
export { createActivityMapper, type MappedRecord } from "./read/map-record.ts";
export { type Item, type ReadOptions, readItems } from "./read/read-items.ts";
export { type ReadRecordOptions, readRecordAt, readRecordTextAt } from "./read/read-record-at.ts";
