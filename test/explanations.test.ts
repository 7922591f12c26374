import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { toRisk } from "../src/detect/index.ts";
import type { Finding, JsonObject, JsonValue } from "../src/domain/index.ts";
import { Raw, sum } from "./fixtures/naive-past.ts";
import { applyChanges, type Change, quieten } from "./fixtures/quieten.ts";
import { DAY, generateDays, readRaw, writeDays } from "./fixtures/raw-company.ts";
import { objectOf, Retelling, retellFrame, retellLimits, retellTravel } from "./fixtures/retell.ts";
import { retellDeviation, retellDrift, retellHabit } from "./fixtures/retell-amounts.ts";
import { retellForeign, retellTakingPlaces } from "./fixtures/retell-days.ts";
import { retellModel, retellNews, retellPlace } from "./fixtures/retell-news.ts";
import { retellCorrelation, retellRule, type Told } from "./fixtures/retell-rules.ts";
import { scanPaths } from "./fixtures/scan-paths.ts";

const COMPANY = { seed: 5, people: 30, days: 24 };
/** Seconds on a quiet machine; others may be at work. */
const SLOW_MS = 300_000;
const OF_RULES: readonly string[] = ["rule", "correlation"];

const home = mkdtempSync(join(tmpdir(), "gait-test-explanations-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Parameters of the detectors of behaviour, as their files state them. */
function loadParameters(): ReadonlyMap<string, JsonObject> {
  const folder = fileURLToPath(new URL("../rules/behaviour/", import.meta.url));
  const files = readdirSync(folder).filter((name) => !name.endsWith(".examples.yml"));
  return new Map(
    files.map((name) => {
      const file: JsonValue = parse(readFileSync(join(folder, name), "utf8"));
      const rule = objectOf(file);
      return [JSON.stringify(rule["id"]), objectOf(objectOf(rule["gait"])["parameters"])];
    }),
  );
}

const parameters = loadParameters();
const parametersOf = (id: string): JsonObject => parameters.get(JSON.stringify(id)) ?? {};
let days: JsonObject[][];
let raw: Raw;
let findings: readonly Finding[];
let behaviour: readonly Finding[];

beforeAll(async () => {
  days = generateDays(COMPANY);
  const paths = writeDays(join(home, "logs"), days);
  ({ findings } = await scanPaths(paths));
  behaviour = findings.filter(
    ({ detector, entity }) => !OF_RULES.includes(detector.kind) && entity.type === "actor",
  );
  raw = new Raw(await readRaw(paths));
}, SLOW_MS);

const words = { said: 0, retold: 0 };

function retell(finding: Finding): Retelling {
  const told = new Retelling(raw, finding);
  // Where the history is wrong, nothing else can be looked up.
  if (told.complaints.length > 0) return told;
  const rule = parametersOf(finding.detector.id);
  retellFrame(told);
  retellLimits(told, rule);
  if (finding.detector.kind === "travel") retellTravel(told);
  else if (finding.detector.kind === "model") {
    const phrases = retellModel(told);
    words.said += phrases.words;
    words.retold += phrases.retold;
  } else if (finding.detector.kind === "first_seen") {
    if (rule["scope"] === "session") retellPlace(told);
    else if (rule["scope"] === "days") retellForeign(told);
    else if (rule["scope"] === "places") retellTakingPlaces(told);
    else retellNews(told, rule);
  } else if (rule["metric"] === "hour_of_week") retellHabit(told);
  else if (rule["window"] === "drift") retellDrift(told, rule);
  else retellDeviation(told, rule);
  return told;
}

describe("findings of behaviour, told once more from the raw events", () => {
  test("every number and sentence is what the events say", { timeout: SLOW_MS }, () => {
    const all = behaviour.map(retell);
    expect(all.flatMap(({ complaints }) => complaints)).toEqual([]);
    expect(new Set(behaviour.map(({ detector }) => detector.kind))).toEqual(
      new Set(["first_seen", "travel", "deviation", "model"]),
    );
    expect(new Set(behaviour.map(({ detector }) => detector.id)).size).toBeGreaterThanOrEqual(15);
    expect(behaviour.length).toBeGreaterThanOrEqual(80);
    expect(sum(all.map(({ checks }) => checks))).toBeGreaterThan(5000);
    // Of the phrases of models those that count, share out or say "never before".
    expect(words.retold).toBeGreaterThanOrEqual(words.said / 4);
  });

  test(
    "a number that is not what the events say is noticed",
    () => {
      const missed = new Set<string>();
      for (const [kind, group] of Map.groupBy(behaviour, ({ detector }) => toKind(detector.id))) {
        const finding = group.reduce((least, one) => (historyOf(one) < historyOf(least) ? one : least));
        for (const name of Object.keys(objectOf(finding.explanation["numbers"]))) {
          if (retell(withNumber(finding, "numbers", name)).complaints.length === 0)
            missed.add(`${kind}: ${name}`);
        }
        for (const name of ["events", "days", "maturity", "seen"]) {
          if (retell(withNumber(finding, "history", name)).complaints.length === 0)
            missed.add(`${kind}: ${name}`);
        }
      }
      expect([...missed].filter((one) => !UNSEEN.includes(one)).sort()).toEqual([]);
    },
    SLOW_MS,
  );
});

const historyOf = ({ explanation }: Finding): number => Number(objectOf(explanation["history"])["seen"]);

/** Numbers that are not told once more: of peers where they do not decide, and which model it was. */
const UNSEEN: readonly string[] = [
  ": model",
  "day: peers_q90_day",
  "hour: peers_q90_hour",
  "session: familiar_actions",
];

const toKind = (id: string): string => {
  const { scope, window, metric } = parametersOf(id);
  return [scope, metric === "hour_of_week" ? "habit" : window]
    .filter((one) => typeof one === "string")
    .join(" ");
};

/** The finding with another number in its explanation. */
function withNumber(finding: Finding, part: string, name: string): Finding {
  const numbers = objectOf(finding.explanation[part]);
  const value = numbers[name];
  const other =
    typeof value === "number"
      ? value * 1.5 + 1
      : typeof value === "string"
        ? "2026-01-06T00:00:00.000Z"
        : 0.123;
  return { ...finding, explanation: { ...finding.explanation, [part]: { ...numbers, [name]: other } } };
}

describe("findings of rules, told once more from the raw events", () => {
  const retellAll = (kind: string, tell: (raw: Raw, finding: Finding) => Told): Told => {
    const all = findings
      .filter(({ detector }) => detector.kind === kind)
      .map((finding) => tell(raw, finding));
    return {
      complaints: all.flatMap(({ complaints }) => complaints),
      fields: sum(all.map(({ fields }) => fields)),
    };
  };

  test("what matched is in the record and passes the test that is stated", () => {
    const { complaints, fields } = retellAll("rule", retellRule);
    expect(complaints).toEqual([]);
    expect(fields).toBeGreaterThan(300);
  });

  test("what correlations count is in their evidence", () => {
    const { complaints, fields } = retellAll("correlation", retellCorrelation);
    expect(complaints).toEqual([]);
    expect(fields).toBeGreaterThan(50);
  });
});

test("points of findings sum to the risk of their entity", () => {
  const at = Math.max(...findings.map(({ until }) => until));
  const ofEntities = Map.groupBy(findings, ({ entity }) => `${entity.type} ${entity.id}`);
  expect(ofEntities.size).toBeGreaterThan(20);
  for (const own of ofEntities.values()) {
    const { score, shown, contributions } = toRisk(own, { at });
    expect(sum(contributions.map(({ points }) => points))).toBeCloseTo(score, 9);
    expect(sum(contributions.map((one) => one.shown))).toBe(shown);
    // Weights, halved every seven days, in falling order; the n-th counts 1 / n^1.5 of zeta(1.5) = 2.612.
    const decayed = contributions.map(({ finding, weight }) => {
      const { until } = own.find(({ id }) => id === finding)!;
      return weight * 0.5 ** ((at - until) / (7 * DAY));
    });
    const expected = sum(decayed.map((one, place) => one / (place + 1) ** 1.5)) / 2.612375348685488;
    expect(decayed).toEqual(decayed.toSorted((a, b) => b - a));
    expect(score).toBeCloseTo(100 * expected, 9);
  }
});

test(
  "what would have been quiet is quiet",
  async () => {
    const changes = chooseChanges();
    expect(new Set(changes.map(({ finding }) => finding.detector.id)).size).toBeGreaterThanOrEqual(8);
    const paths = writeDays(join(home, "changed"), applyChanges(days, changes));
    const after = await scanPaths(paths, { withModels: false });
    const loud = changes.filter(({ finding }) =>
      after.findings.some(
        (one) =>
          one.detector.id === finding.detector.id && one.events.some((id) => finding.events.includes(id)),
      ),
    );
    expect(loud.map(({ finding }) => [finding.summary, finding.explanation["counterfactual"]])).toEqual([]);
  },
  SLOW_MS,
);

/** Findings of each detector, no two of one actor: a change shall not answer for another. */
function chooseChanges(): readonly Change[] {
  const actors = new Set<string>();
  const changes: Change[] = [];
  const counts = new Map<string, number>();
  for (const finding of behaviour.toSorted((a, b) => rarity(a) - rarity(b))) {
    const { id } = finding.detector;
    if (actors.has(finding.actor.id) || (counts.get(id) ?? 0) >= 2) continue;
    const change = quieten(raw, finding, parametersOf(id));
    if (change === null) continue;
    actors.add(finding.actor.id);
    counts.set(id, (counts.get(id) ?? 0) + 1);
    changes.push(change);
  }
  return changes;
}

const rarity = ({ detector }: Finding): number =>
  behaviour.filter((one) => one.detector.id === detector.id).length;
