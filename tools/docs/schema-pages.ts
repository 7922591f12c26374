import { z } from "zod";
import { FINDING_JSON, INCIDENT_JSON, REPORT_JSON } from "../../src/report/index.ts";
import type { Page } from "./page.ts";

/** JSON Schemas (draft 2020-12) of what `gait scan` writes, made from the shapes that the code itself checks against. */
export const SCHEMA_PAGES: readonly Page[] = [
  {
    path: "docs/schema/finding.schema.json",
    make: async () =>
      writeSchema("A finding of Gait, one a line in `gait scan --format jsonl`", FINDING_JSON),
  },
  {
    path: "docs/schema/incident.schema.json",
    make: async () =>
      writeSchema("An incident of Gait, on the same stream with `--incidents`", INCIDENT_JSON),
  },
  {
    path: "docs/schema/report.schema.json",
    make: async () => writeSchema("A report of Gait, as `gait report --format json` writes it", REPORT_JSON),
  },
];

function writeSchema(title: string, shape: z.ZodType): string {
  const { $schema, ...schema } = z.toJSONSchema(shape, {
    // Readers must bear fields that come later: version 1 only grows.
    io: "input",
    // The format says what a time is; its pattern would only repeat it, at length.
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
    },
  });
  return `${foldArrays(JSON.stringify({ $schema, title, ...schema }, null, 2))}\n`;
}

const LINE_CHARS_MAX = 110;

/** Puts arrays of plain values on one line where they fit, as the formatter of this repository has them. */
function foldArrays(text: string): string {
  return text.replace(/^(.*)\[\n([^[\]{}]*?)\n\s*\]/gm, (whole, before: string, items: string) => {
    const line = `${before}[${items.trim().replace(/\n\s*/g, " ")}]`;
    return line.length > LINE_CHARS_MAX ? whole : line;
  });
}
