import type { TechniqueQuality } from "../../cli/evaluate-port.ts";
import type { EventTable } from "./event-table.ts";
import type { Found } from "./score-events.ts";
import type { Truth } from "./truth.ts";

export function rateTechniques(
  events: EventTable,
  truth: Truth,
  { findings }: Found,
): readonly TechniqueQuality[] {
  const isCited = toCited(events, findings);
  const tallies = truth.techniques.map((technique) => ({
    technique,
    events: 0,
    cited: 0,
    stories: new Set<number>(),
    found: new Set<number>(),
  }));
  for (let row = 0; row < events.rows; row++) {
    const technique = truth.techniqueOf[row]!;
    if (technique < 0) continue;
    const tally = tallies[technique]!;
    tally.events++;
    tally.stories.add(truth.storyOf[row]!);
    if (isCited[row] === 0) continue;
    tally.cited++;
    tally.found.add(truth.storyOf[row]!);
  }
  return tallies
    .map(({ technique, events: count, cited, stories, found }) => ({
      technique,
      events: count,
      cited,
      stories: stories.size,
      storiesFound: found.size,
    }))
    .sort((a, b) => (a.technique < b.technique ? -1 : 1));
}

/** 1 for each event that a finding above `info` cites. */
function toCited({ rows, rowOf }: EventTable, findings: Found["findings"]): Uint8Array {
  const isCited = new Uint8Array(rows);
  for (const { severity, events } of findings) {
    if (severity === "info") continue;
    for (const id of events) {
      const row = rowOf.get(id);
      if (row !== undefined) isCited[row] = 1;
    }
  }
  return isCited;
}
