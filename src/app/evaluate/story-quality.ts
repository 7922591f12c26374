import type { DecoyQuality, LoudOther, StoryQuality } from "../../cli/evaluate-port.ts";
import type { Finding } from "../../domain/index.ts";
import type { EventTable } from "./event-table.ts";
import type { Found } from "./score-events.ts";
import { placeOf, type Told, toTold } from "./told.ts";
import type { Truth } from "./truth.ts";

export const toToldStories = (events: EventTable, { stories, storyOf }: Truth, found: Found): Told =>
  toTold(events, { codes: storyOf, count: stories.length }, found);

export function rateStories(events: EventTable, truth: Truth, found: Found): readonly StoryQuality[] {
  const told = toToldStories(events, truth, found);
  const citing = findCiting(events, truth, found.findings);
  return truth.stories.map((name, story) => {
    const startedAt = firstAt(events, truth, story);
    const { findings, rows } = citing[story]!;
    const times = findings.map((finding) => toDetectionTime(finding, { events, truth, story }));
    const place = placeOf(told, story);
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
  const stories = toToldStories(events, truth, found);
  const { decoyOf, decoys } = truth;
  const all = toTold(events, { codes: decoyOf, count: decoys.length }, found);
  // What is about an attack as well is no false alarm.
  const alone = {
    ...all,
    byIncident: all.byIncident.map((codes, place) => (stories.byIncident[place]!.length > 0 ? [] : codes)),
  };
  return decoys.map((name, decoy) => {
    const place = placeOf(alone, decoy);
    return {
      name,
      events: all.totals[decoy]!,
      rank: place === null ? null : place + 1,
      score: place === null ? null : found.incidents[place]!.score,
    };
  });
}

/** Of the first incidents, those that are not about an attack are told. */
export const LOUD_RANK_MAX = 20;

export function findLoudOthers(events: EventTable, truth: Truth, found: Found): readonly LoudOther[] {
  const told = toToldStories(events, truth, found);
  return found.incidents.slice(0, LOUD_RANK_MAX).flatMap((incident, place) => {
    if (told.byIncident[place]!.length > 0) return [];
    const { severity, score, summary } = incident;
    const decoys = incident.events.map((id) => truth.decoyOf[events.rowOf.get(id) ?? -1] ?? -1);
    const decoy = decoys.find((code) => code >= 0);
    return [
      { rank: place + 1, severity, score, summary, decoy: decoy === undefined ? null : truth.decoys[decoy]! },
    ];
  });
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
 * evidence's end bounds where it does not say so itself; everything else with the first event of the story that it cites.
 */
function toDetectionTime(
  finding: Finding,
  { events, truth, story }: { readonly events: EventTable; readonly truth: Truth; readonly story: number },
): number {
  const said = finding.explanation["said_at"];
  if (typeof said === "string") return Date.parse(said);
  if (finding.detector.kind === "correlation" || finding.detector.kind === "deviation") return finding.until;
  let first: number = finding.until;
  for (const id of finding.events) {
    const row = events.rowOf.get(id);
    if (row !== undefined && truth.storyOf[row] === story && events.at[row]! < first) first = events.at[row]!;
  }
  return first;
}
