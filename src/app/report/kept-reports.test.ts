import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { keepReport, listKeptReports, readKeptReport, toReportsFolder } from "./kept-reports.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-kept-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const at = (minute: number) => toEpochMs(Date.UTC(2026, 10, 21, 7, minute));
const toReport = (text: string) => ({
  fileName: "gait-period-2026-11-14-to-2026-11-20.html",
  type: "text/html; charset=utf-8",
  text,
});

test("reports are kept under the minute in which they were made; the oldest make room", async () => {
  const reports = toReportsFolder(folder);
  expect(await listKeptReports(reports)).toEqual([]);
  const names = [];
  for (const minute of [0, 1, 2])
    names.push(await keepReport(reports, toReport(`<p>${minute}</p>`), { now: at(minute), most: 2 }));
  expect(names[0]).toBe("20261121T0700Z-gait-period-2026-11-14-to-2026-11-20.html");
  expect(await listKeptReports(reports)).toEqual([
    { name: names[2], kind: "period", made_at: "2026-11-21T07:02:00.000Z", bytes: 8 },
    { name: names[1], kind: "period", made_at: "2026-11-21T07:01:00.000Z", bytes: 8 },
  ]);
  await keepReport(reports, toReport("<p>anew</p>"), { now: at(2), most: 2 });
  expect(await readKeptReport(reports, names[2]!)).toBe("<p>anew</p>");
  expect(await readdir(reports)).toHaveLength(2);
});

test("no name leads out of the folder, nor to what lies beside the reports", async () => {
  const reports = toReportsFolder(folder);
  const name = await keepReport(reports, toReport("kept"), { now: at(0) });
  await writeFile(join(reports, "notes.html"), "not a report");
  await writeFile(join(folder, name), "outside");
  for (const asked of [`../${name}`, `../reports/${name}`, "notes.html", "", ".", `${name}\0`, `${name}/`])
    expect(await readKeptReport(reports, asked)).toBe(null);
  expect(await readKeptReport(reports, name.replace("0700", "0701"))).toBe(null);
  expect(await listKeptReports(reports)).toHaveLength(1);
});
