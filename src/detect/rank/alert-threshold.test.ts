import { describe, expect, test } from "vitest";
import { DAY_MS, type Severity, toEpochMs } from "../../domain/index.ts";
import { ALERT_HISTORY_DAYS, chooseAlerts, isAlert, toAlertThreshold } from "./alert-threshold.ts";

const one = (day: number, score: number, severity: Severity = "medium") => ({
  at: toEpochMs(day * DAY_MS + 1),
  score,
  severity,
});
const TODAY = 100 * DAY_MS;
const from = (days: number) => ({ beganAt: TODAY - days * DAY_MS });

describe("the threshold of alerts", () => {
  test("without a past, all of the least severity and above alert", () => {
    const threshold = toAlertThreshold([], TODAY, from(0));
    expect(threshold).toMatchObject({ score: 0, days: 0, expectedPerDay: 0 });
    expect(isAlert(one(100, 0.4), threshold)).toBe(true);
    expect(isAlert(one(100, 0.99, "low"), threshold)).toBe(false);
  });

  test("within the budget, it lets all through and says how many that is", () => {
    const past = [one(99, 0.5), one(98, 0.6), one(98, 0.9, "low")];
    expect(toAlertThreshold(past, TODAY, { ...from(10), perDay: 1 })).toMatchObject({
      score: 0,
      expectedPerDay: 0.2,
      days: 10,
    });
  });

  test("beyond the budget, it stands at the lowest score that keeps it", () => {
    const past = Array.from({ length: 40 }, (_, n) => one(90 + (n % 10), 0.5 + n / 100));
    const threshold = toAlertThreshold(past, TODAY, { ...from(10), perDay: 0.5 });
    expect(past.filter((incident) => isAlert(incident, threshold))).toHaveLength(5);
    expect(threshold.expectedPerDay).toBe(0.5);
  });

  test("equal scores alert together or not at all, and no budget is no alert", () => {
    const past = Array.from({ length: 40 }, (_, n) => one(90 + (n % 10), n < 3 ? 0.8 : 0.6));
    expect(toAlertThreshold(past, TODAY, { ...from(10), perDay: 1 })).toMatchObject({
      score: 0.8,
      expectedPerDay: 0.3,
    });
    const none = toAlertThreshold(past, TODAY, { ...from(10), perDay: 0 });
    expect(none.expectedPerDay).toBe(0);
    expect(isAlert(one(100, 1, "critical"), none)).toBe(false);
  });

  test("looks at thirty days before, and neither at the day itself nor beyond", () => {
    const edge = 100 - ALERT_HISTORY_DAYS;
    const past = [one(edge - 1, 0.9), one(edge, 0.8), one(100, 0.7)];
    expect(toAlertThreshold(past, TODAY + 5, { beganAt: 0 }).expectedPerDay).toBe(1 / ALERT_HISTORY_DAYS);
  });

  test("keeps the budget over a long time, day by day, from the past alone", () => {
    // Six a day, of which one stands out.
    const incidents = Array.from({ length: 360 }, (_, n) =>
      one(100 + Math.floor(n / 6), n % 6 === 0 ? 0.9 : 0.5 + ((n * 37) % 100) / 1000),
    );
    const alerts = chooseAlerts(incidents, { perDay: 3, beganAt: TODAY });
    expect(alerts.length).toBeLessThanOrEqual(3 * 60 + 6);
    expect(alerts.filter(({ score }) => score === 0.9)).toHaveLength(60);
    // The first days' alerts are the same when there are no later days.
    const early = incidents.filter(({ at }) => at < TODAY + 20 * DAY_MS);
    expect(chooseAlerts(early, { perDay: 3, beganAt: TODAY })).toEqual(
      alerts.filter(({ at }) => at < TODAY + 20 * DAY_MS),
    );
  });
});
