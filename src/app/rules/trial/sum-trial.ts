import { DAY_MS, type EpochMs, type JsonObject, toDay } from "../../../domain/index.ts";
import type { StoredException } from "../../../store/index.ts";
import type { NotTried, TrialFinding, TrialRange, Tried } from "./trial-task.ts";

/** Actors and samples that are told. */
const ACTORS_MAX = 20;
export const TRIAL_SAMPLES_MAX = 20;
/** Characters of a sample's summary. */
const SUMMARY_MAX = 600;

/** How much work a rule makes, the least first. */
export const NOISE_LEVELS = ["silent", "rare", "steady", "noisy", "flood"] as const;
export type NoiseLevel = (typeof NOISE_LEVELS)[number];

/** Findings a day from which on it is the level. */
const NOISY_PER_DAY = 3;
const FLOOD_PER_DAY = 20;
/** Up to so many a week are rare. */
const RARE_PER_WEEK = 2;

export interface Noise {
  readonly level: NoiseLevel;
  /** One sentence on what to expect. */
  readonly text: string;
}

export function toNoise(findings: number, days: number): Noise {
  const perDay = findings / Math.max(1, days);
  if (findings === 0)
    return { level: "silent", text: "Nothing is found: it makes no work, and shows nothing yet." };
  if (perDay * 7 <= RARE_PER_WEEK) return { level: "rare", text: `About ${toRate(perDay)}: little work.` };
  if (perDay <= NOISY_PER_DAY) return { level: "steady", text: `About ${toRate(perDay)}: some work.` };
  if (perDay <= FLOOD_PER_DAY)
    return {
      level: "noisy",
      text: `About ${toRate(perDay)}: a lot of work. Narrow it down, or make exceptions.`,
    };
  return {
    level: "flood",
    text: `About ${toRate(perDay)}: nobody can look at so many. Narrow it down before it is switched on.`,
  };
}

function toRate(perDay: number): string {
  const [count, unit] =
    perDay >= 1 ? [perDay, "a day"] : perDay * 7 >= 1 ? [perDay * 7, "a week"] : [perDay * 30, "a month"];
  return `${Math.max(1, Math.round(count)).toLocaleString("en")} ${unit}`;
}

export interface TrialFrame {
  readonly title: string;
  readonly detectors: readonly string[];
  readonly range: TrialRange;
  readonly exceptions: readonly StoredException[];
  readonly notTried: readonly NotTried[];
  readonly seconds: number;
}

/** What a trial tells: how often by day, for whom, samples, and what was not looked at. Plain JSON. */
export function sumTrial(tried: Tried, frame: TrialFrame): JsonObject {
  const { findings } = tried;
  const { range, exceptions } = frame;
  const covered = findings.filter((one) => exceptions.some((exception) => isCovered(one, exception)));
  const actors = countActors(findings);
  const days = toDay(range.to) - toDay(range.from);
  return {
    title: frame.title,
    detectors: [...frame.detectors],
    from: new Date(range.from).toISOString(),
    to: new Date(range.to).toISOString(),
    days,
    findings: findings.length,
    covered: covered.length,
    events: tried.events,
    matches: tried.matches,
    inputs: tried.inputs,
    bytes: tried.bytes,
    seconds: Math.round(frame.seconds * 10) / 10,
    text: tellTrial({ findings, covered: covered.length, actors, days }),
    noise: { ...toNoise(findings.length - covered.length, days) },
    by_day: countDays(findings, range).map((one) => ({ ...one })),
    actors_total: actors.length,
    actors: actors.slice(0, ACTORS_MAX).map((one) => ({ ...one })),
    samples: toSamples(findings).map((one) => ({ ...one })),
    not_looked: [...tried.notTried, ...frame.notTried].map(({ why, text }) => ({ why, text })),
  };
}

interface ActorCount {
  readonly id: string;
  readonly name: string;
  readonly findings: number;
}

interface Telling {
  readonly findings: readonly TrialFinding[];
  readonly covered: number;
  readonly actors: readonly ActorCount[];
  readonly days: number;
}

/** `Would have fired 14 times in 30 days, 11 of them by ci-deploy.` */
function tellTrial({ findings, covered, actors, days }: Telling): string {
  const span = `in ${days} day${days === 1 ? "" : "s"}`;
  const [most] = actors;
  if (most === undefined) return `Would not have fired ${span}.`;
  const times = findings.length === 1 ? "once" : `${findings.length.toLocaleString("en")} times`;
  const by =
    actors.length === 1
      ? `${findings.length > 1 ? "all " : ""}by ${most.name}`
      : `${most.findings.toLocaleString("en")} of them by ${most.name}`;
  const open =
    covered === 0
      ? ""
      : ` Exceptions would have covered ${covered === findings.length ? "all of them" : covered.toLocaleString("en")}.`;
  return `Would have fired ${times} ${span}, ${by}.${open}`;
}

function countActors(findings: readonly TrialFinding[]): readonly ActorCount[] {
  return [...Map.groupBy(findings, ({ actor }) => actor.id).values()]
    .map((of) => ({ id: of[0]!.actor.id, name: of[0]!.actor.name, findings: of.length }))
    .sort((a, b) => b.findings - a.findings || (a.id < b.id ? -1 : 1));
}

/** Every day of the range, those without findings too. */
function countDays(
  findings: readonly TrialFinding[],
  { from, to }: TrialRange,
): readonly { readonly day: string; readonly findings: number }[] {
  const counts = new Map<number, number>();
  for (const { at } of findings) counts.set(toDay(at), (counts.get(toDay(at)) ?? 0) + 1);
  const days: { readonly day: string; readonly findings: number }[] = [];
  for (let day = toDay(from); day * DAY_MS < to; day++)
    days.push({ day: new Date(day * DAY_MS).toISOString().slice(0, 10), findings: counts.get(day) ?? 0 });
  return days;
}

/** The latest of each actor first, so that one who fires all day does not hide the others. */
function toSamples(findings: readonly TrialFinding[]) {
  const seen = new Map<string, number>();
  return findings
    .toSorted((a, b) => b.at - a.at)
    .map((finding) => {
      const turn = seen.get(finding.actor.id) ?? 0;
      seen.set(finding.actor.id, turn + 1);
      return { finding, turn };
    })
    .sort((a, b) => a.turn - b.turn || b.finding.at - a.finding.at)
    .slice(0, TRIAL_SAMPLES_MAX)
    .map(({ finding }) => ({
      time: new Date(finding.at).toISOString(),
      severity: finding.severity,
      actor: finding.actor.id,
      actor_name: finding.actor.name,
      summary: finding.summary.slice(0, SUMMARY_MAX),
      events: [...finding.events],
    }));
}

/** As the store covers findings with exceptions. */
export const isCovered = (
  { at, detector, entity, actor }: Pick<TrialFinding, "at" | "detector" | "entity" | "actor">,
  exception: Pick<StoredException, "detector" | "entity" | "actor" | "until" | "isEnded">,
): boolean =>
  !exception.isEnded &&
  exception.detector === detector &&
  (exception.entity === null ||
    (exception.entity.type === entity.type && exception.entity.id === entity.id)) &&
  (exception.actor === null || exception.actor === actor.id) &&
  (exception.until === null || at < exception.until);

/** The last so many days that have events end there: logs that were brought once end in the past. */
export const toTrialRange = (
  { now, lastAt }: { readonly now: EpochMs; readonly lastAt: EpochMs },
  days: number,
): TrialRange => {
  const end = Math.min(toDay(now), toDay(lastAt)) + 1;
  return { from: ((end - days) * DAY_MS) as EpochMs, to: (end * DAY_MS) as EpochMs };
};
