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
      `\nBy \`--as\` alone: ${others.map(asCode).join(", ")}, with a file that says which column is what (\`--mapping\`).\n`
    );
  },
};
