import type { ReportFormat } from "../domain/index.ts";
import type { ReportDocument } from "./document/document.ts";
import { toEvidenceCsv } from "./export/evidence-csv.ts";
import { toNavigatorLayer } from "./export/navigator.ts";
import { toOcsf } from "./export/ocsf.ts";
import { toStixBundle } from "./export/stix.ts";
import type { AnyFacts } from "./facts.ts";
import { toReportJson } from "./json/report-json.ts";
import { toHtml } from "./render/html-document.ts";
import { toMarkdown } from "./render/markdown.ts";

interface FormatRow {
  /** Media type of the file. */
  readonly type: string;
  /** End of its name. */
  readonly suffix: string;
  readonly write: (facts: AnyFacts, report: ReportDocument) => string;
}

const toJsonText = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

export const FORMATS: Readonly<Record<ReportFormat, FormatRow>> = {
  html: { type: "text/html; charset=utf-8", suffix: ".html", write: (_, report) => toHtml(report) },
  md: { type: "text/markdown; charset=utf-8", suffix: ".md", write: (_, report) => toMarkdown(report) },
  json: {
    type: "application/json; charset=utf-8",
    suffix: ".json",
    write: (facts, report) => toJsonText(toReportJson(facts, report)),
  },
  csv: { type: "text/csv; charset=utf-8", suffix: ".evidence.csv", write: (facts) => toEvidenceCsv(facts) },
  stix: {
    type: "application/stix+json;version=2.1",
    suffix: ".stix.json",
    write: (facts, report) => toJsonText(toStixBundle(facts, report.title)),
  },
  ocsf: {
    type: "application/json; charset=utf-8",
    suffix: ".ocsf.json",
    write: (facts) => toJsonText(toOcsf(facts)),
  },
  navigator: {
    type: "application/json; charset=utf-8",
    suffix: ".navigator.json",
    write: (facts, report) => toJsonText(toNavigatorLayer(facts, report.title)),
  },
};
