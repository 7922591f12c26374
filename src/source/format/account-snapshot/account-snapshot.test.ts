import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { eventsOf, memoryInput, readAll, rejectsOf, TEST_NOW } from "../../fixtures/memory-input.ts";

const text = readFileSync(new URL("samples/accounts.csv", import.meta.url), "utf8");

test("a snapshot says whose account it was, and keeps its numbers in the record", async () => {
  const items = await readAll(memoryInput(text));
  expect(eventsOf(items)[0]).toMatchObject({
    logType: "account-snapshot",
    at: TEST_NOW,
    actor: { id: "user:7", name: "7" },
    action: { name: "AccountSnapshot" },
    region: "Canada",
    device: "mobile",
  });
  expect(items[1]).toMatchObject({
    record: { storage_increase_rate_GB_per_day: "-0.4", is_account_compromised: "1" },
  });
});

test("a snapshot with a time of its own has that time, and a header in another case is read", async () => {
  const [header, row] = text.split("\n");
  const timed = `timestamp,${header?.toUpperCase()}\n2025-11-03,${row}\n`;
  const [item] = await readAll(memoryInput(timed));
  expect(item).toMatchObject({
    event: { at: Date.UTC(2025, 10, 3) },
    record: { total_storage_usage_GB: "19.5" },
  });
});

test("a number that is missing or none makes a reject that names the column", async () => {
  const rows = [text.replace("3.2,", ","), text.replace("3.2,", "often,"), text.replace("\n7,", "\n,")];
  const reasons = [];
  for (const row of rows)
    reasons.push(...rejectsOf(await readAll(memoryInput(row))).map(({ reason }) => reason));
  expect(reasons).toEqual([
    "The record has no login_frequency.",
    'The field login_frequency holds "often", where a number is needed.',
    "The record has no user_id.",
  ]);
});
