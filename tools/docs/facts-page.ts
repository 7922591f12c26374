import { FACT_FIELDS } from "../../src/enrich/index.ts";
import { asCode, type Page, writeHead, writeTable } from "./page.ts";

export const FACTS_PAGE: Page = {
  path: "docs/reference/facts.md",
  make: async () =>
    writeHead(
      "Facts",
      "What Gait adds to a record before rules look at it, under `gait`. A rule names these fields like any of the " +
        "record's own. A field is missing where the log does not say.",
    ) +
    `\n${writeTable(
      ["field", "type", "meaning", "values"],
      FACT_FIELDS.map(({ name, type, meaning, values }) => [
        asCode(name),
        type,
        meaning,
        (values ?? []).map(asCode).join(", "),
      ]),
    )}`,
};
