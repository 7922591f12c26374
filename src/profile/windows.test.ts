import { describe, expect, test } from "vitest";
import { METRIC } from "./dimension.ts";
import { CLOCK_SUMS, DAY_SUMS, HOUR_SUMS, MINUTE_SUM, TODAY_SUMS, Windows } from "./windows.ts";

const MINUTE = 60_000;
const START = 1_700_000_000_000 - (1_700_000_000_000 % 86_400_000);

const move = (windows: Windows, minutes: number): number => {
  windows.moveTo(START + minutes * MINUTE);
  return START + minutes * MINUTE;
};

describe("windows", () => {
  test("a burst across the hour of the clock is one burst", () => {
    const windows = new Windows();
    for (let minute = 50; minute < 70; minute++) {
      move(windows, minute);
      windows.add(METRIC.events, 1);
    }
    expect(windows.sums[HOUR_SUMS]).toBe(20);
    move(windows, 104.9);
    expect(windows.sums[HOUR_SUMS]).toBe(20);
    // The step of 00:50 to 00:55 leaves when the one of 01:50 begins.
    move(windows, 110);
    expect(windows.sums[HOUR_SUMS]).toBe(15);
    move(windows, 600);
    expect([windows.sums[HOUR_SUMS], windows.sums[DAY_SUMS]]).toEqual([0, 20]);
    move(windows, 25 * 60);
    expect(windows.sums[DAY_SUMS]).toBe(0);
  });

  test("the last minute is twelve steps of five seconds", () => {
    const windows = new Windows();
    move(windows, 0);
    windows.addToMinute();
    move(windows, 0.99);
    windows.addToMinute();
    expect(windows.sums[MINUTE_SUM]).toBe(2);
    move(windows, 1);
    expect(windows.sums[MINUTE_SUM]).toBe(1);
  });

  test("a value counts once in each window, however often it is used", () => {
    const windows = new Windows();
    const metric = METRIC.distinctActions;
    let last = -1;
    const use = (minutes: number): void => {
      const at = move(windows, minutes);
      windows.addDistinct(metric, last);
      last = at;
    };
    use(0);
    use(1);
    use(30);
    expect(windows.sums[HOUR_SUMS + metric]).toBe(1);
    move(windows, 80);
    // 50 minutes after its last use.
    expect(windows.sums[HOUR_SUMS + metric]).toBe(1);
    move(windows, 90);
    expect(windows.sums[HOUR_SUMS + metric]).toBe(0);
    use(95);
    expect(windows.sums[DAY_SUMS + metric]).toBe(1);
    expect(windows.sums[TODAY_SUMS + metric]).toBe(1);
    expect(windows.sums[CLOCK_SUMS + metric]).toBe(2);
    use(24 * 60);
    expect(windows.sums[DAY_SUMS + metric]).toBe(1);
    expect(windows.sums[TODAY_SUMS + metric]).toBe(2);
  });

  test("a value counts once when it comes back just as its last use leaves the window", () => {
    const windows = new Windows();
    const metric = METRIC.distinctActions;
    move(windows, 0);
    windows.addDistinct(metric, -1);
    move(windows, 60);
    windows.addDistinct(metric, START);
    expect(windows.sums[HOUR_SUMS + metric]).toBe(1);
    move(windows, 24 * 60 + 60);
    windows.addDistinct(metric, START + 60 * MINUTE);
    expect(windows.sums[DAY_SUMS + metric]).toBe(1);
  });

  test("the sums of restored rings are those of before", () => {
    const windows = new Windows();
    for (let i = 0; i < 200; i++) {
      move(windows, i * 9);
      windows.add(METRIC.bytesOut, i * 1000);
      windows.addToMinute();
    }
    const restored = new Windows();
    restored.sums.set(windows.sums);
    restored.sums.fill(0, HOUR_SUMS, HOUR_SUMS + 10);
    restored.sums.fill(0, DAY_SUMS, DAY_SUMS + 10);
    restored.sums[MINUTE_SUM] = 0;
    restored.restore(START + 199 * 9 * MINUTE);
    expect(restored.sums).toEqual(windows.sums);
    for (const one of [restored, windows]) {
      move(one, 199 * 9 + 31);
      one.add(METRIC.bytesOut, 5);
    }
    expect(restored.sums).toEqual(windows.sums);
  });
});
