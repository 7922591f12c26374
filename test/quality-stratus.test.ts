import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { rateStratus, type StratusQuality } from "./fixtures/rate-stratus.ts";
import { mergeStratus, readStratusTruth, type StratusOptions } from "./fixtures/stratus-background.ts";

const data = process.env["GAIT_SHARED_DATA"] ?? fileURLToPath(new URL("../../shared/data/", import.meta.url));
const folder = join(data, "stratus");
const isAbsent = !existsSync(folder);
const OPTIONS: StratusOptions = {
  folder,
  seed: 5,
  people: 24,
  days: 36,
  startAt: Date.UTC(2026, 0, 5),
};
/** Of seventeen attacks, those that rank above everything else that was found. */
const ABOVE_ALL_MIN = 14;

describe.skipIf(isAbsent)(
  "real attacks in a company's days (skipped where the shared data are absent)",
  () => {
    const files = isAbsent ? [] : Object.keys(readStratusTruth(folder));
    let quality: StratusQuality;
    beforeAll(async () => {
      quality = await rateStratus(OPTIONS);
    }, 120_000);

    test("nothing but what they do is left of where they come from", { timeout: 60_000 }, () => {
      const days = mergeStratus(OPTIONS);
      const all = days.flat();
      const attacks = all.filter(({ story, decoy }) => story !== null || decoy === "around-an-attack");
      expect(attacks).toHaveLength(168);
      const text = JSON.stringify(attacks.map(({ record }) => record));
      expect(text.match(/.{20}(?:stratus|grimoire|christophe|gmail).{20}/gi)).toBeNull();
      const usual = new Set(
        all.filter((one) => !attacks.includes(one)).map(({ record }) => record["userAgent"]),
      );
      const blockOf = (address: unknown): string => String(address).split(".").slice(0, 2).join(".");
      const blocks = new Set(
        all.filter((one) => !attacks.includes(one)).map(({ record }) => blockOf(record["sourceIPAddress"])),
      );
      for (const { record } of attacks) {
        expect(usual).toContain(record["userAgent"]);
        expect(blocks).toContain(blockOf(record["sourceIPAddress"]));
        expect(record["recipientAccountId"]).toBe(all[0]!.record["recipientAccountId"]);
      }
      expect(days).toHaveLength(OPTIONS.days);
      for (const day of days)
        expect(day.map(({ at }) => at)).toEqual(day.map(({ at }) => at).toSorted((a, b) => a - b));
    });

    test.each(files)("%s is found", (file) => {
      const story = quality.report.stories.find(({ name }) => name === file);
      expect(story?.findings).toBeGreaterThan(0);
    });

    test("most of them rank above everything else", () => {
      const others = quality.report.loudOthers.map(({ rank, summary }) => `${rank} ${summary}`).join("\n");
      expect(quality.aboveAll.length, others).toBeGreaterThanOrEqual(ABOVE_ALL_MIN);
    });
  },
);
