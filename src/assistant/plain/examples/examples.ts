import { toEpochMs } from "../../../domain/index.ts";
import { type Intent, NAMED, type Named } from "../intents.ts";
import { Rest, readActionClass, readPatterns } from "../read-patterns.ts";
import { readTime } from "../read-time.ts";
import { BEYOND_EXAMPLES } from "./beyond.ts";
import { DEED_EXAMPLES } from "./deeds.ts";
import { FINDING_EXAMPLES } from "./findings.ts";
import { PEOPLE_EXAMPLES } from "./people.ts";
import { STATE_EXAMPLES } from "./state.ts";

/** An intent; something that can't be answered; something that another question must have come before. */
export type Asking = Intent | "none" | "fragment";

/** A question as it is seen when it is recognised: what is left of its words, and what it names. */
export interface Example {
  readonly asking: Asking;
  readonly line: string;
  readonly text: string;
  readonly named: readonly Named[];
}

const ALL: Readonly<Record<Asking, string>> = {
  ...PEOPLE_EXAMPLES,
  ...DEED_EXAMPLES,
  ...FINDING_EXAMPLES,
  ...STATE_EXAMPLES,
  ...BEYOND_EXAMPLES,
};
/** Any: it only matters that a time is said. */
const NOW = toEpochMs(Date.UTC(2026, 0, 20));

/** What a text names besides what stands in it as `@actor` and the like. */
export function toExample(asking: Asking, line: string): Example {
  const named = new Set<Named>();
  const text = new Rest(
    line.replace(/@\w+/g, (mark) => {
      const known = NAMED.find((one) => one === mark);
      if (known !== undefined) named.add(known);
      return "";
    }),
  );
  const said = readPatterns(text);
  if (said.region !== null) named.add("@region");
  if (said.address !== null) named.add("@address");
  if (said.technique !== null || said.tactic !== null) named.add("@technique");
  if (said.minSeverity !== null) named.add("@severity");
  if (said.limit !== null) named.add("@limit");
  if (readActionClass(line) !== null) named.add("@class");
  const time = readTime(text.rest, NOW);
  if (time.period !== null) named.add("@period");
  if (time.hours !== null) named.add("@hour");
  return { asking, line, text: time.rest, named: [...named] };
}

/** Everything that questions are recognised by. */
export const readExamples = (): readonly Example[] =>
  (Object.entries(ALL) as [Asking, string][]).flatMap(([asking, lines]) =>
    lines
      .trim()
      .split("\n")
      .map((line) => toExample(asking, line)),
  );
