/** Takes findings, incidents and run records; gives documents for people and programs: JSON, CSV, HTML, Markdown. */
import type { ReportFormat } from "../domain/index.ts";
import type { AnyFacts } from "./facts.ts";
import type { ScanPageInput } from "./scan/scan-page.ts";
import type { WrittenReport } from "./write-report.ts";

export * from "./facts.ts";
export { REPORT_JSON } from "./json/report-json.ts";

export {
  FINDING_JSON,
  INCIDENT_JSON,
  toFindingJson,
  toIncidentJson,
  toIsoTime,
} from "./scan/finding-json.ts";
export { FINDING_CELLS, toFindingCells, toFindingsCsv } from "./scan/findings-csv.ts";
export { toRunRecordJson } from "./scan/run-record-json.ts";
export type { ScanPageInput } from "./scan/scan-page.ts";
export type { WrittenReport } from "./write-report.ts";

/** The scan's page as HTML. Charts are loaded only when one is drawn. */
export async function renderScanPage(input: ScanPageInput): Promise<string> {
  const { toScanPage } = await import("./scan/scan-page.ts");
  return toScanPage(input);
}

/** A report as a file. What makes it is loaded when one is asked for. */
export async function makeReport(facts: AnyFacts, format: ReportFormat): Promise<WrittenReport> {
  const { writeReport } = await import("./write-report.ts");
  return writeReport(facts, format);
}
