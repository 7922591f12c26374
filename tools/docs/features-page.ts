import { DIMENSIONS, FEATURES, METRICS } from "../../src/profile/index.ts";
import { asCode, type Page, writeHead, writeTable } from "./page.ts";

export const FEATURES_PAGE: Page = {
  path: "docs/reference/features.md",
  make: async () =>
    writeHead(
      "Features",
      "Numbers that Gait computes from an event and the profile of its actor as it was before. Models learn from them, " +
        "and explanations name them. A feature without a value says that the log or the profile does not know: nothing " +
        "is put in its place.\n\n" +
        `Profiles count the values of ${DIMENSIONS.map(asCode).join(", ")}, with a half-life of 30 days, and sum ` +
        `${METRICS.map(asCode).join(", ")} over hours and days. Peers and tenant are as of the start of the day.`,
    ) +
    `\n${writeTable(
      ["feature", "about", "unit", "strange end", "meaning"],
      FEATURES.map(({ name, field, unit, orientation, meaning }) => [
        asCode(name),
        field,
        unit,
        orientation === "neither" ? "" : orientation,
        meaning,
      ]),
    )}`,
};
