import type { DecoyQuality, LoudOther, StoryQuality } from "../../cli/evaluate-port.ts";
import type { Finding, Incident } from "../../domain/index.ts";
import type { EventTable } from "./event-table.ts";
import type { Found } from "./score-events.ts";
import type { Truth } from "./truth.ts";

/** An incident tells what makes up this share of its events, or of which it holds that share. */
export const TOLD_SHARE_OF_INCIDENT = 0.1;
export const TOLD_SHARE_OF_STORY = 0.5;

export function rateStories(events: EventTable, truth: Truth, found: Found): readonly StoryQuality[] {
  const told = toTold(events, truth.storyOf, { names: truth.stories, incidents: found.incidents });
  const citing = findCiting(events, truth, found.findings);
  return truth.stories.map((name, story) => {
    const startedAt = firstAt(events, truth, story);
    const { findings, rows } = citing[story]!;
    const times = findings.map((finding) => toDetectionTime(finding, { events, truth, story }));
    const place = told.placeOf[story]!;
    return {
      name,
      events: told.totals[story]!,
      cited: rows.size,
      findings: findings.length,
      detectors: [...new Set(findings.map(({ detector }) => detector.title))].sort(),
      rank: place === null ? null : place + 1,
      score: place === null ? null : found.incidents[place]!.score,
      startedAt,
      detectedAfterMs: times.length === 0 ? null : Math.max(0, Math.min(...times) - startedAt),
    };
  });
}

export function rateDecoys(events: EventTable, truth: Truth, found: Found): readonly DecoyQuality[] {
  const isStory = found.incidents.map((incident) => tellsAny(events, truth, incident));
  const told = toTold(events, truth.decoyOf, {
    names: truth.decoys,
    incidents: found.incidents,
    isLeftOut: (place) => isStory[place]!,
  });
  return truth.decoys.map((name, decoy) => {
    const place = told.placeOf[decoy]!;
    return {
      name,
      events: told.totals[decoy]!,
      rank: place === null ? null : place + 1,
      score: place === null ? null : found.incidents[place]!.score,
    };
  });
}

/** Of the first incidents, those that are not about an attack are told. */
export const LOUD_RANK_MAX = 20;

export function findLoudOthers(events: EventTable, truth: Truth, { incidents }: Found): readonly LoudOther[] {
  return incidents.slice(0, LOUD_RANK_MAX).flatMap((incident, place) => {
    if (tellsAny(events, truth, incident)) return [];
    const { severity, score, summary } = incident;
    const decoys = incident.events.map((id) => truth.decoyOf[events.rowOf.get(id) ?? -1] ?? -1);
    const decoy = decoys.find((code) => code >= 0);
    return [
      { rank: place + 1, severity, score, summary, decoy: decoy === undefined ? null : truth.decoys[decoy]! },
    ];
  });
}

/** Whether an incident is about an attack: it tells one, by the shares above. */
export function tellsAny(events: EventTable, truth: Truth, incident: Incident): boolean {
  const counts = countCodes(events, truth.storyOf, incident);
  return [...counts].some(([story, count]) =>
    tells({ count, of: incident.events.length, total: truth.totals[story]! }),
  );
}

const tells = ({
  count,
  of,
  total,
}: {
  readonly count: number;
  readonly of: number;
  readonly total: number;
}) => count >= TOLD_SHARE_OF_INCIDENT * of || count >= TOLD_SHARE_OF_STORY * total;

/** How many events of an incident carry each code. */
function countCodes(
  { rowOf }: EventTable,
  codes: Int16Array,
  incident: Incident,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const id of incident.events) {
    const code = codes[rowOf.get(id) ?? -1] ?? -1;
    if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

interface ToldOptions {
  readonly names: readonly string[];
  readonly incidents: readonly Incident[];
  readonly isLeftOut?: (place: number) => boolean;
}

/** For each name, the events that carry it and the first incident that tells it. */
function toTold(
  events: EventTable,
  codes: Int16Array,
  { names, incidents, isLeftOut = () => false }: ToldOptions,
): { readonly totals: readonly number[]; readonly placeOf: readonly (number | null)[] } {
  const totals = names.map(() => 0);
  for (const code of codes) if (code >= 0) totals[code]!++;
  const placeOf: (number | null)[] = names.map(() => null);
  for (const [place, incident] of incidents.entries()) {
    if (isLeftOut(place)) continue;
    for (const [code, count] of countCodes(events, codes, incident)) {
      if (placeOf[code] === null && tells({ count, of: incident.events.length, total: totals[code]! })) {
        placeOf[code] = place;
      }
    }
  }
  return { totals, placeOf };
}

interface Citing {
  readonly findings: Finding[];
  readonly rows: Set<number>;
}

/** By story: the findings above `info` that cite it, and what of it is cited. */
function findCiting(
  { rowOf }: EventTable,
  { stories, storyOf }: Truth,
  findings: readonly Finding[],
): readonly Citing[] {
  const citing = stories.map((): Citing => ({ findings: [], rows: new Set() }));
  for (const finding of findings) {
    if (finding.severity === "info") continue;
    const touched = new Set<number>();
    for (const id of finding.events) {
      const row = rowOf.get(id);
      const story = row === undefined ? -1 : storyOf[row]!;
      if (story < 0) continue;
      citing[story]!.rows.add(row!);
      touched.add(story);
    }
    for (const story of touched) citing[story]!.findings.push(finding);
  }
  return citing;
}

function firstAt({ rows, at }: EventTable, { storyOf }: Truth, story: number): number {
  let first = Number.POSITIVE_INFINITY;
  for (let row = 0; row < rows; row++) if (storyOf[row] === story && at[row]! < first) first = at[row]!;
  return first;
}

/**
 * When a finding spoke of the story, at the latest. What counts or measures speaks when it has seen enough, which its
 * evidence's end bounds; everything else with the first event of the story that it cites.
 */
function toDetectionTime(
  finding: Finding,
  { events, truth, story }: { readonly events: EventTable; readonly truth: Truth; readonly story: number },
): number {
  if (finding.detector.kind === "correlation" || finding.detector.kind === "deviation") return finding.until;
  let first: number = finding.until;
  for (const id of finding.events) {
    const row = events.rowOf.get(id);
    if (row !== undefined && truth.storyOf[row] === story && events.at[row]! < first) first = events.at[row]!;
  }
  return first;
}
