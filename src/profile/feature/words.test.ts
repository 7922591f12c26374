import { describe, expect, test } from "vitest";
import { createBehaviour } from "../behaviour.ts";
import { createEventFacts, type EventFacts } from "../facts.ts";
import { createTenant } from "../tenant.ts";
import { NO_PEERS } from "../tenant-delta.ts";
import { toValueCode } from "../value-code.ts";
import { FEATURES } from "./features.ts";
import {
  formatBytes,
  formatCount,
  formatHourOfWeek,
  formatOdds,
  formatShare,
  formatSpan,
} from "./number-words.ts";
import { type FeatureName, PLACE } from "./place.ts";

const DAY = 86_400_000;
const FIRST = 19_723;
const TEXTS = new Map(
  [
    "alice",
    "Germany",
    "Brazil",
    "s3:GetObject",
    "iam:CreateUser",
    "aws-cli",
    "reports",
    "payroll",
    "AccessDenied",
  ].map((text) => [toValueCode(text), text]),
);
const code = toValueCode;

const usual = (day: number, minute: number): EventFacts => ({
  ...createEventFacts(),
  at: (FIRST + day) * DAY + 9 * 3_600_000 + minute * 60_000,
  actor: code("alice"),
  action: code("s3:GetObject"),
  service: code("s3"),
  country: code("Germany"),
  network: code("office"),
  tool: code("aws-cli"),
  container: code("reports"),
  bytesOut: 1_000_000,
  latitude: 52,
  longitude: 13,
  radiusKm: 20,
});

/** Ten days of forty downloads in an hour, then `last`; the words of a feature for it. */
function wordsAfter(
  last: Partial<EventFacts>,
  before: readonly EventFacts[] = [],
): (name: FeatureName) => string {
  const behaviour = createBehaviour();
  const tenant = createTenant();
  const features = new Float64Array(FEATURES.length);
  for (let day = 0; day < 10; day++) {
    behaviour.startDay(FIRST + day, tenant.view, NO_PEERS);
    for (let minute = 0; minute < 40; minute++) {
      const facts = usual(day, minute);
      behaviour.observe(facts, features);
      behaviour.learn(facts);
    }
    tenant.merge(FIRST + day, [behaviour.takeTenantDelta()]);
  }
  behaviour.startDay(FIRST + 10, tenant.view, NO_PEERS);
  for (const facts of before) {
    behaviour.observe(facts, features);
    behaviour.learn(facts);
  }
  const facts = { ...usual(10, before.length), ...last };
  const profile = behaviour.observe(facts, features);
  const context = { facts, profile, textOf: (value: number) => TEXTS.get(value) ?? null };
  return (name) => FEATURES[PLACE[name]]!.words(features[PLACE[name]]!, context);
}

describe("words of features", () => {
  test("call usual what was so before today, not what began a while ago", () => {
    const abroad = { country: code("Brazil"), network: code("elsewhere") };
    const before = Array.from({ length: 30 }, (_, minute) => ({ ...usual(10, minute), ...abroad }));
    const words = wordsAfter(abroad, before);
    expect(words("country_self")).toMatch(/from Brazil in .*; usually from Germany$/);
  });

  test("compare with what is usual, in units that people use", () => {
    const words = wordsAfter({
      action: code("iam:CreateUser"),
      country: code("Brazil"),
      network: code("elsewhere"),
      latitude: -23,
      longitude: -46,
      container: code("payroll"),
      bytesOut: 2_300_000_000,
      at: (FIRST + 10) * DAY + 3 * 3_600_000,
    });
    expect(words("country_self")).toBe("never before from Brazil; usually from Germany");
    expect(words("bytes_out_hour_self")).toMatch(
      /^downloaded 2\.3 GB within an hour; usually under \d\d MB$/,
    );
    expect(words("bytes_out_day_self")).toMatch(/^downloaded 2\.3 GB within a day; usually under 40 MB$/);
    expect(words("action_self")).toBe("never before called iam:CreateUser; usually called s3:GetObject");
    expect(words("new_container")).toMatch(
      /^first time touched payroll \(a new resource comes up in 1 in \d+ events\)/,
    );
    expect(words("country_tenant")).toBe("from Brazil, like none of 0 other actors");
    expect(words("travel_speed")).toMatch(/^\d{3} km\/h from where it was 17 hours before$/);
    expect(words("hour_self")).toBe(
      "on Thursday 07:00 (UTC+4, judged by its working hours), an hour in which it is hardly ever active",
    );
    expect(words("maturity")).toBe("its profile knows 400 events on 10 days");
  });

  test("say what is usual where nothing stands out", () => {
    const words = wordsAfter({});
    expect(words("country_self")).toBe("from Germany in 100% of its events; usually from Germany");
    expect(words("bytes_out_hour_self")).toBe("downloaded 1 MB within an hour, no more than usual");
    expect(words("country_age")).toBe("from Germany since 10 days");
    expect(words("denied")).toBe("not: was denied");
  });

  test("never fail, whatever the value and however little is known", () => {
    const words = wordsAfter({
      actor: code("bob"),
      latitude: Number.NaN,
      outcome: 1,
      error: code("AccessDenied"),
    });
    for (const { name } of FEATURES) expect(words(name).length).toBeGreaterThan(3);
  });
});

describe("numbers in words", () => {
  test("bytes", () => {
    expect([0, 512, 1000, 40_000_000, 2_345_678_901, 999_960_000_000].map(formatBytes)).toEqual([
      "0 bytes",
      "512 bytes",
      "1 kB",
      "40 MB",
      "2.3 GB",
      "1 TB",
    ]);
  });

  test("counts, shares, spans, odds, hours", () => {
    expect([7, 2.54, 1240, 1_234_567.8].map(formatCount)).toEqual(["7", "2.5", "1,240", "1,234,568"]);
    expect([0, 0.0004, 0.004, 0.125, 1].map(formatShare)).toEqual([
      "0%",
      "under 0.1%",
      "0.4%",
      "13%",
      "100%",
    ]);
    expect([0.4, 1, 90, 7200, 200_000].map(formatSpan)).toEqual([
      "under a second",
      "1 second",
      "2 minutes",
      "2 hours",
      "2 days",
    ]);
    expect([0, 1.6, 12].map(formatOdds)).toEqual(["1 in 1", "1 in 3", "1 in 4,000"]);
    expect([0, 147].map(formatHourOfWeek)).toEqual(["Monday 00:00", "Sunday 03:00"]);
  });
});
