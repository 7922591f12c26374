import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Event, type Finding, toFindingId, type VerdictKind } from "../src/domain/index.ts";
import { openStore, type Store, type StoredEvent } from "../src/store/index.ts";
import { sampleFinding } from "../src/store/sample-finding.ts";
import { type Said, say } from "./fixtures/model-commands.ts";

let folder: string;
let data: string;
/** Ids of findings about attacks of the log's stories, and about usual events. */
let attacks: readonly string[];
let usual: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-verdicts-"));
  data = join(folder, "data");
  const log = join(folder, "log.csv");
  await say(["generate", "activity", "--people", "9", "--days", "15", "--out", log, "--quiet"]);
  expect((await say(["ingest", log, "--data", data, "--quiet"])).code).toBe(0);
  const labels = await readFile(join(folder, "log.labels.csv"), "utf8");
  const store = await openStore({ folder: data, databaseUrl: null, purpose: "test" });
  ({ attacks, usual } = await addFindings(store, readStories(labels)));
  await store.close();
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

/** Story by the record's place in the log, from 0. */
const readStories = (text: string): ReadonlyMap<number, string> =>
  new Map(
    text
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.split(","))
      .map(([row, , , story]) => [Number(row) - 1, String(story)]),
  );

/** A finding for each attack story of each user, and one for some usual events of each. */
async function addFindings(
  store: Store,
  stories: ReadonlyMap<number, string>,
): Promise<{ attacks: string[]; usual: string[] }> {
  const { events } = await store.events.readEvents({ limit: 10_000, order: "oldest-first" });
  const cited = Map.groupBy(
    events.filter(({ origin }) => stories.has(origin.position) || origin.position % 20 === 0),
    ({ event, origin }: StoredEvent) => `${stories.get(origin.position) ?? "usual"} of ${event.actor.name}`,
  );
  const findings = [...cited].map(([summary, some], at) =>
    tell(
      at,
      summary,
      some.map(({ event }) => event),
    ),
  );
  await store.findings.replace(
    { lens: "rules", partition: null, fromDay: 0, toDay: null },
    findings.map((finding) => ({ finding, accessKeyId: null, day: Math.floor(finding.at / 86_400_000) })),
  );
  const idsOf = (isUsual: boolean): string[] =>
    findings.filter(({ summary }) => summary.startsWith("usual") === isUsual).map(({ id }) => id);
  return { attacks: idsOf(false), usual: idsOf(true) };
}

const tell = (at: number, summary: string, events: readonly Event[]): Finding =>
  sampleFinding(at, {
    id: toFindingId((at + 1).toString(16).padStart(32, "0")),
    at: events[0]!.at,
    until: events.at(-1)!.at,
    actor: events[0]!.actor,
    entity: { type: "actor", id: events[0]!.actor.id },
    events: events.map(({ id }) => id),
    summary,
  });

const train = (...more: readonly string[]): Promise<Said> =>
  say(["train", "--data", data, "--quiet", ...more]);
/** One through the command line, the others as it does it. */
async function judge(ids: readonly string[], verdict: VerdictKind): Promise<void> {
  expect((await say(["verdict", ids[0]!, verdict, "--data", data])).code).toBe(0);
  const store = await openStore({ folder: data, databaseUrl: null, purpose: "test" });
  for (const id of ids.slice(1)) {
    await store.verdicts.add({ target: { type: "finding", id }, verdict, by: "ann", note: null });
  }
  await store.close();
}
interface ListedModel {
  readonly id: string;
  readonly isActive: boolean;
  readonly card: {
    readonly familiar: {
      readonly random_forest: { readonly quality: { readonly averagePrecision: number } };
    };
  };
}
const listModels = async (): Promise<readonly ListedModel[]> =>
  JSON.parse((await say(["models", "--data", data, "--json"])).out);

describe("learning from what people said of findings", () => {
  it("says what is missing while nobody said anything, and while too little was said", async () => {
    const nothing = await train("--verdicts");
    expect(nothing.code).toBe(1);
    expect(nothing.errors).toContain("0 of 20 events judged part of an attack, 0 of 3 users attacked");
    await judge(attacks.slice(0, 1), "true-positive");
    const little = await train("--verdicts");
    expect(little.errors).toMatch(/TRAIN_VERDICTS_FEW|too few to learn from/);
    expect(little.errors).toContain("1 of 3 users attacked, 0 of 20 events judged false positive or benign");
    expect(little.errors).toContain("gait verdict");
    expect(await listModels()).toEqual([]);
  });

  it("learns from generated companies meanwhile, and says so", async () => {
    const said = await train();
    expect(said.code).toBe(0);
    expect(said.out).toContain("generated companies");
    expect(said.out).toContain("too few to learn from");
    expect(await listModels()).toMatchObject([{ isActive: true, window: null }]);
  });

  it("learns once they are enough, says from what and how well, is used, and can be taken back", async () => {
    const [before] = await listModels();
    await judge(attacks, "true-positive");
    await judge(usual.slice(0, 4), "false-positive");
    await judge(usual.slice(4), "benign");
    const said = await train("--verdicts");
    expect(said).toMatchObject({ code: 0, errors: "" });
    expect(said.out).toMatch(/153 events of \d+ findings judged true, on \d+ users/);
    expect(said.out).toMatch(
      /that no finding cites; \d+ generated ones, \d+ of them attacks, that count 0\.\d+ each/,
    );
    expect(said.out).toContain("later rows of users that it did not know");
    expect(said.out).toContain("of these rows that people judged");

    const [made] = await listModels();
    expect(made).toMatchObject({
      isActive: true,
      window: { from: expect.any(Number), to: expect.any(Number) },
      card: {
        origin: { kind: "store" },
        familiar: { random_forest: { strange: 153, labels: { from: "verdicts", attack_events: 153 } } },
      },
    });
    expect(made!.card.familiar.random_forest.quality.averagePrecision).toBeGreaterThan(0.5);

    const known = JSON.stringify({
      user_id: "mila.vogel@halden.example",
      timestamp: "2026-01-21T10:00:00Z",
      action_type: "view",
    });
    const predict = async (): Promise<number> => {
      const answer = await say(["predict", "-", "--data", data], known);
      expect(answer.errors).toBe("");
      return JSON.parse(answer.out).prediction.anomaly_score;
    };
    const own = await predict();
    expect((await say(["models", "rollback", "activity", "--data", data])).out).toContain(before!.id);
    expect(await predict()).not.toBe(own);
    expect((await say(["models", "activate", made!.id, "--data", data])).code).toBe(0);
    expect(await predict()).toBe(own);
  });
});
