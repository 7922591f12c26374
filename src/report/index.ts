/** Takes findings, incidents and run records; gives documents for people and programs: JSON, CSV, HTML. */
import type { ScanPageInput } from "./scan/scan-page.ts";

export {
  FINDING_JSON,
  INCIDENT_JSON,
  toFindingJson,
  toIncidentJson,
  toIsoTime,
} from "./scan/finding-json.ts";
export { toFindingsCsv } from "./scan/findings-csv.ts";
export { toRunRecordJson } from "./scan/run-record-json.ts";
export type { ScanPageInput } from "./scan/scan-page.ts";

/** The scan's page as HTML. Charts are loaded only when one is drawn. */
export async function renderScanPage(input: ScanPageInput): Promise<string> {
  const { toScanPage } = await import("./scan/scan-page.ts");
  return toScanPage(input);
}
