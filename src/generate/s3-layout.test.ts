import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { describe, expect, onTestFinished, test } from "vitest";
import { isJsonObject, type JsonObject } from "../domain/index.ts";
import {
  generateCloudTrail,
  type LabelledRecord,
  type S3LayoutOptions,
  textOf,
  writeS3Layout,
} from "./index.ts";

const START_AT = Date.UTC(2026, 0, 5);
const DAYS: readonly (readonly LabelledRecord[])[] = [
  ...generateCloudTrail({ seed: 5, people: 8, days: 3, startAt: START_AT, stories: null }),
];
const TOTAL = DAYS.flat().length;

async function write(rest: Partial<S3LayoutOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "gait-test-layout-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const options = { folder, seed: 5, minutesPerFile: 30, recordsMax: null, onProgress: () => {}, ...rest };
  const result = await writeS3Layout(DAYS, options);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && one.name.endsWith(".json.gz"))
    .map((one) => join(one.parentPath, one.name))
    .sort();
  const labels: Record<string, string>[] = parse(readFileSync(result.labelsFile), { columns: true });
  return { folder, result, files, labels };
}

function recordsIn(file: string): readonly JsonObject[] {
  const document: unknown = JSON.parse(gunzipSync(readFileSync(file)).toString());
  if (!isJsonObject(document) || !Array.isArray(document["Records"]))
    throw new Error(`${file} holds no records`);
  return document["Records"].filter(isJsonObject);
}

describe("CloudTrail as S3 delivers it", () => {
  test("every record is in one file, and the numbers told are those on the disk", async () => {
    const { files, result } = await write();
    const ids = files.flatMap(recordsIn).map((record) => textOf(record, "eventID"));
    expect(ids.toSorted()).toEqual(
      DAYS.flat()
        .map((one) => textOf(one.record, "eventID"))
        .toSorted(),
    );
    expect(result).toMatchObject({ records: TOTAL, files: files.length });
    expect(result.bytes).toBe(files.reduce((sum, file) => sum + statSync(file).size, 0));
  });

  test("names say account, region and time of delivery, as the folders do and the records bear out", async () => {
    const { files, folder } = await write();
    for (const file of files) {
      const parts =
        /^AWSLogs\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_CloudTrail_\2_(\d{8}T\d{4}Z)_[A-Z0-9]{16}\.json\.gz$/.exec(
          relative(folder, file).replaceAll("\\", "/"),
        );
      expect(parts, file).not.toBeNull();
      const [, account, region, year, month, day, stamp] = parts!;
      expect(stamp!.slice(0, 8)).toBe(`${year}${month}${day}`);
      const deliveredAt = Date.parse(
        `${year}-${month}-${day}T${stamp!.slice(9, 11)}:${stamp!.slice(11, 13)}Z`,
      );
      for (const record of recordsIn(file)) {
        expect(textOf(record, "recipientAccountId")).toBe(account);
        expect(textOf(record, "awsRegion")).toBe(region);
        const before = deliveredAt - Date.parse(textOf(record, "eventTime"));
        expect(before).toBeGreaterThan(0);
        expect(before).toBeLessThanOrEqual(30 * 60_000);
      }
    }
    expect(new Set(files.map((file) => basename(file))).size).toBe(files.length);
  });

  test("labels name exactly the records of stories, with story and tactic, and no record tells it itself", async () => {
    const { labels, result, files } = await write();
    const stories = DAYS.flat().filter((one) => one.story !== null);
    const toKey = (id: string, story: string | null, tactic: string | null) => `${id} ${story} ${tactic}`;
    expect(labels.map((row) => toKey(row["event_id"]!, row["story"]!, row["tactic"]!)).toSorted()).toEqual(
      stories.map((one) => toKey(textOf(one.record, "eventID"), one.story, one.tactic)).toSorted(),
    );
    expect(result.attackRecords).toBe(stories.length);
    const text = JSON.stringify(files.flatMap(recordsIn));
    for (const name of new Set(stories.map((one) => one.story!))) expect(text).not.toContain(`"${name}"`);
  });

  test("the same seed writes the same files, byte for byte", async () => {
    const [one, other] = [await write(), await write()];
    const contents = ({ files, folder }: typeof one) =>
      files.map((file) => [relative(folder, file), readFileSync(file).toString("base64")]);
    expect(contents(other)).toEqual(contents(one));
  });

  test.each([1, 2, TOTAL - 1, TOTAL])("stops after exactly %i records when told so", async (recordsMax) => {
    const { files, result, labels } = await write({ recordsMax });
    expect(result.records).toBe(recordsMax);
    const ids = new Set(files.flatMap(recordsIn).map((record) => textOf(record, "eventID")));
    expect(ids.size).toBe(recordsMax);
    expect(labels.every((row) => ids.has(row["event_id"]!))).toBe(true);
  });

  test("asked for more than there is, it writes all and says how many", async () => {
    expect((await write({ recordsMax: TOTAL + 1 })).result.records).toBe(TOTAL);
  });

  test("tells how far it is, rising to the end", async () => {
    const told: number[] = [];
    await write({ onProgress: (records) => told.push(records) });
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told.at(-1)).toBe(TOTAL);
  });
});
