import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { eventsOf, memoryInput, readAll, rejectsOf } from "../../fixtures/memory-input.ts";

const readSample = async (name: string) =>
  eventsOf(await readAll(memoryInput(readFileSync(new URL(`samples/${name}`, import.meta.url)))));
const readOne = (fields: object) =>
  readAll(
    memoryInput(JSON.stringify([{ user_id: "a", timestamp: "2025-11-03", action_type: "view", ...fields }])),
  );

test("rows say who did what, from where and with how much data", async () => {
  const [login, download, admin] = await readSample("activity.csv");
  expect(login).toMatchObject({
    at: Date.UTC(2025, 10, 3, 9),
    actor: { id: "user:amir", type: "user", name: "amir" },
    action: { name: "login", class: "login", activity: "logon" },
    region: "Berlin",
    device: "desktop",
    address: { text: "198.51.100.7" },
    resource: null,
    bytesIn: null,
    bytesOut: null,
  });
  expect(download).toMatchObject({ resource: "report-7", bytesIn: null, bytesOut: 12.5 * 1024 * 1024 });
  expect(admin).toMatchObject({ action: { class: "admin" }, device: "server", address: { kind: "absent" } });
});

test("objects and lines say the same, and numbers may be numbers", async () => {
  const [upload, view] = await readSample("activity.json");
  expect(upload).toMatchObject({ bytesIn: 2 * 1024 * 1024, bytesOut: null, device: "mobile" });
  expect(view).toMatchObject({
    actor: { name: "17" },
    at: 1762161302000,
    device: null,
    address: { kind: "absent" },
  });
  const [logout, removed] = await readSample("activity.ndjson");
  expect(logout?.action.class).toBe("logout");
  expect(removed).toMatchObject({ resource: "folder-3", bytesOut: 0 });
});

test.each([
  [{ user_id: null }, "SOURCE_FIELD_MISSING", "user_id"],
  [{ timestamp: {} }, "SOURCE_FIELD_INVALID", "timestamp"],
  [{ action_type: "teleport" }, "SOURCE_FIELD_INVALID", "one of login, logout"],
  [{ data_volume_mb: "lots" }, "SOURCE_FIELD_INVALID", "data_volume_mb"],
  [{ data_volume_mb: -1 }, "SOURCE_FIELD_INVALID", "data_volume_mb"],
  [{ failed_attempts: [] }, "SOURCE_FIELD_INVALID", "failed_attempts"],
])("%j is a reject", async (fields, code, word) => {
  const [reject] = rejectsOf(await readOne(fields));
  expect(reject?.code).toBe(code);
  expect(reject?.reason).toContain(word);
});

test("whatever the types of its fields, a record is an event or a reject", async () => {
  const names = [
    "user_id",
    "timestamp",
    "action_type",
    "resource_id",
    "ip_address",
    "data_volume_mb",
    "location",
    "device_type",
  ];
  const changes = fc.array(fc.tuple(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2 })), {
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(changes, async (fields) => {
      const items = await readOne(Object.fromEntries(fields));
      expect(items).toHaveLength(1);
      for (const { bytesIn, bytesOut } of eventsOf(items)) {
        expect([bytesIn, bytesOut].every((bytes) => bytes === null || bytes >= 0)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
