import type { Concept } from "./words.ts";

export const INTENTS = [
  "posture",
  "concerns",
  "findings",
  "incidents",
  "risky-actors",
  "unusual-actors",
  "actor",
  "timeline",
  "baseline",
  "regions",
  "countries",
  "place",
  "trend",
  "hours",
  "transfers",
  "uploads",
  "controls",
  "priorities",
  "remedies",
  "explain",
  "coverage",
  "techniques",
  "statistics",
  "help",
] as const;
export type Intent = (typeof INTENTS)[number];

/** What a question names, as if it were a word of it. */
export type Named =
  | "@actor"
  | "@region"
  | "@country"
  | "@hour"
  | "@period"
  | "@finding"
  | "@incident"
  | "@severity"
  | "@action"
  | "@technique"
  | "@address";

type Condition = Concept | Named;
interface Rule {
  readonly intent: Intent;
  /** All of these, and what they weigh together; of several rules that hold the heaviest wins, of equals the first. */
  readonly all: readonly Condition[];
  readonly weight: number;
}

const rules = (intent: Intent, ...lines: readonly string[]): readonly Rule[] =>
  lines.map((line) => {
    const [weight, ...all] = line.split(" ");
    return { intent, all: all as Condition[], weight: Number(weight) };
  });

/** A question is matched by what it is about, not by its wording: these are sets of concepts, with weights. */
const RULES: readonly Rule[] = [
  ...rules("explain", "9 @finding", "9 @incident", "10 @finding explain", "10 @incident explain"),
  ...rules(
    "remedies",
    "6 remedy",
    "8 remedy user",
    "8 remedy @actor",
    "9 remedy user risk",
    "9 remedy recommend user",
    "5 remedy recommend",
    "10 remedy @actor recommend",
    "7 remedy finding",
    "10 remedy user suspicious",
  ),
  ...rules(
    "controls",
    "6 control",
    "8 control recommend",
    "7 control security",
    "5 recommend security",
    "9 control recommend security",
    "3 recommend",
    "8 control finding",
    "7 control threat",
    "7 control theft",
  ),
  ...rules(
    "priorities",
    "5 priority",
    "7 priority investigate",
    "7 priority incident",
    "7 priority first",
    "6 priority recommend",
    "6 first investigate",
    "9 priority investigate recommend",
    "7 priority finding",
    "7 priority top",
    "6 first recommend",
    "6 first incident",
  ),
  ...rules(
    "hours",
    "5 spike",
    "5 @hour",
    "6 @hour finding",
    "7 @hour cause",
    "8 @hour spike",
    "7 spike finding",
    "9 @hour spike cause",
    "8 @hour happen",
    "6 spike cause",
    "7 spike threat",
    "8 @hour unusual",
  ),
  ...rules(
    "timeline",
    "6 @actor timeline",
    "7 @actor timeline @period",
    "7 @actor timeline list",
    "7 @actor timeline @hour",
    "8 @actor @hour",
  ),
  ...rules(
    "baseline",
    "8 @actor compare",
    "8 @actor normal",
    "9 @actor compare normal",
    "8 @actor change",
    "8 @actor unusual",
  ),
  ...rules(
    "actor",
    "5 @actor",
    "7 @actor investigate",
    "6 @actor risk",
    "6 @actor suspicious",
    "6 @actor why",
    "7 @actor behaviour",
    "7 @actor explain",
    "6 @actor happen",
    "8 @actor investigate timeline",
    "8 @actor investigate behaviour",
    "9 @actor investigate behaviour timeline",
    "7.5 @actor happen timeline",
  ),
  ...rules(
    "transfers",
    "5 download",
    "6 theft",
    "8 download theft",
    "7 download pattern",
    "7 download user",
    "7 download who",
    "7 theft user",
    "7 theft who",
    "6 theft upload",
    "8 @actor download",
    "8 @actor theft",
    "7 download unusual",
    "7 download top",
    "8 theft @period",
    "7 download @period",
    "6 upload theft",
    "9 download theft pattern",
  ),
  ...rules(
    "uploads",
    "5 upload",
    "6 upload pattern",
    "6 upload unusual",
    "7 upload spike",
    "7 upload user",
    "7 upload who",
    "7 upload top",
  ),
  ...rules(
    "trend",
    "5 trend",
    "6 trend finding",
    "6 trend @period",
    "7 trend finding @period",
    "6 trend compare",
    "6 change finding @period",
    "6 compare @period",
    "6 trend security",
    "7 trend threat",
    "7 trend incident",
    "8 trend compare @period",
  ),
  ...rules(
    "place",
    "6 @region",
    "6 @country",
    "8 @region threat",
    "8 @country threat",
    "8 @region risk",
    "8 @region explain",
    "8 @country explain",
    "7.5 @region finding",
    "7.5 @country finding",
    "8 @region region",
  ),
  ...rules(
    "countries",
    "4 country",
    "6 country threat",
    "6 country top",
    "6 country finding",
    "6 country suspicious",
    "6 country risk",
    "6 country user",
    "7 country where",
    "6 country unusual",
    "6 country list",
  ),
  ...rules(
    "regions",
    "4 region",
    "6 region threat",
    "6 region top",
    "6 region finding",
    "6 region risk",
    "7 region threat top",
    "4 where threat",
    "4 where finding",
    "6 region suspicious",
    "6 region list",
    "6 region unusual",
    "6 region concern",
    "5 where suspicious",
  ),
  ...rules(
    "unusual-actors",
    "6 user unusual",
    "6 who unusual",
    "6 user change behaviour",
    "7 user unusual behaviour",
    "7 who unusual behaviour",
    "6 user normal behaviour",
    "5 unusual behaviour",
    "5 change behaviour",
    "6.5 user unusual normal",
    "7 who change behaviour",
  ),
  ...rules(
    "risky-actors",
    "6 user suspicious",
    "6 who suspicious",
    "6 user risk",
    "6 who risk",
    "5 user threat",
    "5 who threat",
    "6 user concern",
    "6 who concern",
    "4 suspicious",
    "7 user risk top",
    "7 user suspicious top",
    "7 who risk top",
    "4 user top",
    "4 who top",
    "5 user finding",
    "5 who finding",
    "3 user",
    "6 user suspicious behaviour",
    "7 user suspicious behaviour top",
    "6.5 who concern behaviour",
  ),
  ...rules(
    "concerns",
    "5 concern",
    "6 concern top",
    "6 concern security",
    "7 concern security top",
    "4.5 risk top",
    "4.5 threat top",
    "5 risk security",
    "3 risk",
    "3 threat",
    "6 risk security top",
    "6 threat security top",
    "5.5 concern recent",
  ),
  ...rules(
    "techniques",
    "6 technique",
    "7 technique top",
    "7 @technique",
    "8 technique @technique",
    "7 technique finding",
    "7 technique threat",
  ),
  ...rules("coverage", "6 coverage", "6 blind", "8 coverage blind", "8 coverage finding"),
  ...rules(
    "posture",
    "5 posture",
    "7 posture security",
    "6 posture recent",
    "4 security",
    "6.5 posture @period",
    "7 posture risk",
  ),
  ...rules(
    "statistics",
    "4 how-many event",
    "6 how-many user",
    "6 how-many finding",
    "6 how-many incident",
    "6 how-many event list",
    "3 statistics",
    "5 statistics list",
    "5 how-many event @period",
    "6 how-many failure",
    "6 how-many service",
    "4 event",
  ),
  ...rules(
    "incidents",
    "4 incident",
    "5 incident list",
    "5 incident @period",
    "5 incident top",
    "5 incident @severity",
    "5.5 incident @actor",
  ),
  ...rules(
    "findings",
    "4 finding",
    "5 finding @period",
    "5 finding list",
    "5 finding @severity",
    "6 finding @actor",
    "3 unusual",
    "5 unusual @period",
    "5 unusual happen",
    "4 happen @period",
    "5 finding recent",
    "6 finding recent @period",
    "3 failure",
    "5 failure @period",
    "4 @severity",
    "5 finding @action",
    "4 @action",
    "4 @address",
    "5 @address finding",
    "3.5 happen",
    "5 suspicious happen",
    "5 suspicious @period",
    "5.5 finding investigate recent @period",
    "5 happen threat @period",
  ),
  ...rules("help", "5 help"),
];

/** Below this a question is about something else. */
const WEIGHT_MIN = 3;

export interface Chosen {
  readonly intent: Intent;
  readonly weight: number;
}

/** What is asked; null: nothing that can be answered. */
export function chooseIntent(said: ReadonlySet<Condition>): Chosen | null {
  let best: Chosen | null = null;
  for (const { intent, all, weight } of RULES)
    if (weight > (best?.weight ?? WEIGHT_MIN - 0.01) && all.every((one) => said.has(one)))
      best = { intent, weight };
  return best;
}
