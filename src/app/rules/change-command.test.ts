import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStore, type Store } from "../../store/index.ts";
import { withHeldStore } from "../open-place.ts";
import { RULE_CHANGE_PORT } from "./change-command.ts";

const FED = `title: Object read
id: 5f1b0a3e-0000-4000-8000-000000000011
name: object_read
logsource: { product: aws, service: cloudtrail }
detection: { selection: { eventName: GetObject }, condition: selection }
level: low
`;
const COUNTED = `title: Many objects read
id: 5f1b0a3e-0000-4000-8000-000000000012
correlation:
  type: event_count
  rules: [object_read]
  group-by: [userIdentity.arn]
  timespan: 1h
  generate: true
  condition: { gte: 5 }
level: high
`;
/** Comes with Gait. */
const TRAIL_STOPPED = "df5a1437-ae71-4660-ad68-7f32f0d05c94";

let folder: string;
let store: Store;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gait-rule-change-"));
  store = await openStore({ folder: join(folder, "data"), databaseUrl: null, purpose: "test" });
  mkdirSync(join(folder, "rules"));
  writeFileSync(join(folder, "rules", "a.yml"), COUNTED);
  writeFileSync(join(folder, "rules", "b.yml"), FED);
  writeFileSync(join(folder, "rules", "b.examples.yml"), "fires: []\n");
});
afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const place = { data: null, database: null };

const bring = (name: string, isEnabled = false) =>
  withHeldStore(store, () =>
    RULE_CHANGE_PORT.importRules({ place, paths: [join(folder, name)], isEnabled, note: "tried" }),
  );
const turn = (isEnabled: boolean, ...ids: readonly string[]) =>
  withHeldStore(store, () => RULE_CHANGE_PORT.switchRules({ place, ids, isEnabled, note: null }));

test("a folder of rules is kept, off unless wanted on, and refers across its files", async () => {
  const kept = await bring("rules");
  const sorted = kept.toSorted((a, b) => a.title.localeCompare(b.title));
  expect(sorted).toMatchObject([
    { title: "Many objects read", becomes: "new", is_enabled: false },
    { title: "Object read", becomes: "new", is_enabled: false },
  ]);
  expect((await bring("rules", true)).map(({ becomes, is_enabled }) => [becomes, is_enabled])).toEqual([
    ["same", false],
    ["same", false],
  ]);
});

test("rules are switched, own and Gait's, all that are named or none", async () => {
  const ids = ["5f1b0a3e-0000-4000-8000-000000000011", TRAIL_STOPPED];
  await expect(turn(false, TRAIL_STOPPED, "nothing")).rejects.toThrow("no rule nothing");
  expect((await turn(true, ...ids)).map(({ becomes }) => becomes)).toEqual(["changed", "same"]);
  expect((await turn(false, ...ids)).map(({ is_enabled }) => is_enabled)).toEqual([false, false]);
  expect((await turn(true, TRAIL_STOPPED))[0]).toMatchObject({ becomes: "changed", is_enabled: true });
});

test("where a file is broken nothing is kept, and it is told in which line of which file", async () => {
  mkdirSync(join(folder, "more"));
  writeFileSync(
    join(folder, "more", "a.yml"),
    FED.replaceAll("0011", "0021").replace("object_read", "other"),
  );
  writeFileSync(
    join(folder, "more", "b.yml"),
    `${COUNTED.replaceAll("0012", "0022")}`.replace("gte", "most"),
  );
  await expect(bring("more")).rejects.toThrow(/more\/b\.yml cannot be used: line (?:[3-9]|10): /);
  await expect(turn(true, "5f1b0a3e-0000-4000-8000-000000000021")).rejects.toThrow("no rule");
  await expect(bring("nowhere")).rejects.toThrow("no folder or file of rules");
});
