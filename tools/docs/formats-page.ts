import { FORMATS } from "../../src/source/format/formats.ts";
import { FORMAT_IDS } from "../../src/source/index.ts";
import { asCode, type Page, writeHead, writeTable } from "./page.ts";

export const FORMATS_PAGE: Page = {
  path: "docs/reference/formats.md",
  async make() {
    const known = FORMATS.map(({ id, logType, requiredColumns, columns }) => [
      asCode(id),
      asCode(logType),
      requiredColumns === null ? "JSON only" : requiredColumns.map(asCode).join(", "),
      columns.map(asCode).join(", "),
    ]);
    const others = FORMAT_IDS.filter((id) => !FORMATS.some((format) => format.id === id));
    return (
      writeHead(
        "Formats",
        "Logs that are recognised by their content, packed with gzip or zstd or not. `--as FORMAT` forces one.",
      ) +
      `\n${writeTable(["format", "log type", "columns that a CSV must have", "columns that mean something"], known)}` +
      "\nCloudTrail is read in whatever carries it: files of S3, arrays, one record a line, EventBridge, `LookupEvents`, the " +
      "console's event history as CSV, Logstash, and what CloudWatch Logs (`filter-log-events`, an export of a log group, a " +
      "subscription), Elasticsearch and Splunk give out of a search. Only the file of S3 holds all that happened: a CSV of " +
      "the event history has of the parameters only the resources.\n" +
      `\nBy \`--as\` alone: ${others.map(asCode).join(", ")}, with a file that says which column is what (\`--mapping\`).\n`
    );
  },
};
