import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Said, say } from "./fixtures/model-commands.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-models-"));
}, 30_000);
afterAll(() => rm(folder, { recursive: true }));

const place = (name: string): string => join(folder, name);
const inData = (...args: readonly string[]): readonly string[] => [...args, "--data", place("data")];
const OFFICE_LOGIN = { user_id: "user-001", timestamp: "2024-01-15T10:30:00Z", action_type: "login" };
const NIGHT_ADMIN = {
  user_id: "user-001",
  timestamp: "2024-01-15T03:00:00Z",
  action_type: "admin",
  failed_attempts: 5,
};
const FAR_DOWNLOAD = {
  user_id: "user-003",
  timestamp: "2024-01-15T22:00:00Z",
  action_type: "download",
  data_volume_mb: 5000,
  location: "Reykjavik",
  location_change: true,
};
const predict = (input: unknown, ...more: readonly string[]): Promise<Said> =>
  say(inData("predict", "-", ...more), JSON.stringify(input));

describe("gait predict", () => {
  it("S1-12 makes the first model, keeps it, and then loads what is kept", async () => {
    const first = await predict(OFFICE_LOGIN);
    expect(first.code).toBe(0);
    expect(first.errors).toContain("There was no model yet");
    const second = await predict(OFFICE_LOGIN);
    expect(second.errors).toBe("");
    const scoreOf = ({ out }: Said): unknown => JSON.parse(out).prediction.anomaly_score;
    expect(scoreOf(second)).toBe(scoreOf(first));
    expect((await say(inData("models"))).out).toMatch(/activity {2}consensus\+random-forest .* in use/);
    const unknown = await say(inData("models", "show", "nothing"));
    expect(unknown).toMatchObject({ code: 1, errors: expect.stringContaining("STORE_MODEL_UNKNOWN") });
  });

  it("S1-32 answers with the score, the confidence and all three explanations", async () => {
    const said = await predict({ ...NIGHT_ADMIN, explain: true });
    expect(JSON.parse(said.out)).toMatchObject({
      success: true,
      prediction: {
        user_id: "user-001",
        timestamp: NIGHT_ADMIN.timestamp,
        is_anomaly: true,
        anomaly_score: expect.any(Number),
        confidence: expect.any(Number),
        prediction_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        explanation: {
          text_explanation: expect.any(String),
          shap_explanation: expect.any(Object),
          lime_explanation: expect.any(Object),
        },
      },
    });
    expect(JSON.parse((await predict(NIGHT_ADMIN, "--no-explain")).out).prediction.explanation).toBeNull();
  });

  it("S1-35 calls office hours usual, failing admins at night suspicious, large downloads from afar anomalies", async () => {
    const { out } = await predict({ instances: [OFFICE_LOGIN, NIGHT_ADMIN, FAR_DOWNLOAD] });
    const { predictions, summary } = JSON.parse(out);
    expect(predictions.map((one: { is_anomaly: boolean }) => one.is_anomaly)).toEqual([false, true, true]);
    expect(summary).toMatchObject({ total: 3, anomalies: 2, normal: 1, failed: 0 });
    const explained = JSON.parse((await predict({ ...FAR_DOWNLOAD, explain: true })).out);
    expect(explained.prediction.explanation.text_explanation).toMatch(/data|MB|GB|download/i);
  });

  it("S1-30 takes every action type, and refuses what lacks a required field, by its name", async () => {
    const types = ["login", "logout", "download", "upload", "delete", "view", "admin"];
    const all = await predict(types.map((action_type) => ({ ...OFFICE_LOGIN, action_type })));
    expect(JSON.parse(all.out).summary).toMatchObject({ total: 7, failed: 0 });
    for (const field of ["user_id", "timestamp", "action_type"]) {
      const said = await predict({ ...OFFICE_LOGIN, [field]: undefined });
      expect(said).toMatchObject({ code: 2, out: "", errors: expect.stringContaining(field) });
    }
    const odd = await predict({ ...OFFICE_LOGIN, action_type: "dance" });
    expect(odd.errors).toContain("PREDICT_INPUT");
  });

  it("S1-31 takes every optional field, and one that is none is the instance's own problem", async () => {
    const whole = {
      ...OFFICE_LOGIN,
      resource_id: "plans",
      ip_address: "192.168.1.100",
      data_volume_mb: 1.5,
      location: "New York",
      device_type: "tablet",
      failed_attempts: 0,
      location_change: false,
      explain: false,
    };
    const { out } = await predict([whole, { ...whole, ip_address: "not an address" }]);
    const [good] = JSON.parse(out).predictions;
    expect(good).toMatchObject({ is_anomaly: false, explanation: null });
    const moved = JSON.parse((await predict({ ...whole, failed_attempts: 9, data_volume_mb: 9000 })).out);
    expect(moved.prediction.anomaly_score).toBeGreaterThan(good.anomaly_score);
  });

  it("S1-33 judges a generated batch of fifty from a CSV, and finds most of its attacks", async () => {
    const file = place("test_batch.csv");
    await say(["generate", "activity", "--batch", "--out", file, "--quiet"]);
    const { out } = await say(inData("predict", file, "--quiet"));
    expect(JSON.parse(out).summary).toMatchObject({ total: 50, failed: 0 });
    expect(JSON.parse(out).summary.anomalies).toBeGreaterThan(2);
  });

  it.each([
    ["a file that is not there", "/nowhere/x.json", "", "cannot be read"],
    ["broken JSON", "-", "{", "PREDICT_INPUT"],
    ["instances that are no list", "-", '{"instances": 5}', "no list"],
  ])("says what is wrong with %s", async (_, file, input, words) => {
    const said = await say(inData("predict", file), input);
    expect(said).toMatchObject({ code: 2, out: "", errors: expect.stringContaining(words) });
  });

  it("refuses a threshold that is none", async () => {
    const said = await predict(OFFICE_LOGIN, "--threshold", "2");
    expect(said).toMatchObject({ code: 2, errors: expect.stringContaining("from 0 to 1") });
  });
});

describe("gait train, models and drift", () => {
  it("S1-13 learns from a generated log, says how well, keeps it, uses it, and takes it back", async () => {
    await predict(OFFICE_LOGIN); // Sees to it that there is a model before.
    const log = place("log.csv");
    await say(["generate", "activity", "--people", "12", "--days", "18", "--out", log, "--quiet"]);
    const { out, code } = await say(inData("train", log, "--quiet"));
    expect(code).toBe(0);
    expect(out).toContain("it is now in use");
    expect(out).toMatch(/PR-AUC \d\.\d+ .*ROC-AUC/);
    expect(out).toMatch(/weighted avg/);
    const models: readonly { id: string; isActive: boolean; window: unknown }[] = JSON.parse(
      (await say(inData("models", "--json"))).out,
    );
    expect(models.filter(({ isActive }) => isActive)).toHaveLength(1);
    const made = models.find(({ isActive }) => isActive)!;
    const before = models.find(({ isActive }) => !isActive)!;
    const card = await say(inData("models", "show", made.id));
    for (const words of ["learned from 2026-01-05", "features", "averagePrecision", "rows", "importances"])
      expect(card.out).toContain(words);
    expect((await say(inData("models", "rollback", "activity"))).out).toContain(before.id);
    expect((await say(inData("models", "activate", made.id))).out).toContain(made.id);
    expect((await say(inData("models", "activate"))).code).toBe(2);
    expect((await say(inData("models", "rollback", "none-such"))).code).toBe(1);
  }, 60_000);

  it("S1-08 S4-05 learns what is usual without labels, and later days like those are no drift, moved ones are", async () => {
    const quiet = place("quiet.csv");
    await say(
      "generate activity --people 12 --days 40 --stories none --quiet".split(" ").concat("--out", quiet),
    );
    const [head, ...lines] = (await readFile(quiet, "utf8")).trim().split("\n");
    const cut = lines.findIndex((line) => line.split(",")[1]! >= "2026-02-04");
    const write = (name: string, some: readonly string[]): Promise<void> =>
      writeFile(place(name), `${[head, ...some].join("\n")}\n`);
    await write("early.csv", lines.slice(0, cut));
    await write("late.csv", lines.slice(cut));
    await write("moved.csv", lines.slice(cut).map(moveLine));
    const own = ["--data", place("drift")];
    expect((await say(["drift", ...own])).errors).toContain("DRIFT_NO_MODEL");
    await say(["ingest", place("early.csv"), ...own, "--quiet"]);
    const trained = await say(["train", "--model", "isolation", ...own, "--quiet"]);
    expect(trained.out).toContain("isolation forest, one-class SVM, rarity");
    expect((await say(["drift", ...own])).out).toContain("the model learned from these very days");
    await say(["ingest", place("late.csv"), ...own, "--quiet"]);
    const drift = async (...files: readonly string[]) =>
      JSON.parse((await say(["drift", ...files, ...own, "--json"])).out);
    expect((await drift()).level).toBe("none");
    expect((await drift(place("late.csv"))).level).toBe("not-looked");
    const moved = await drift(place("early.csv"), place("moved.csv"));
    expect(moved.level).toBe("severe");
    expect(moved.features[0].psi).toBeGreaterThan(1);
  }, 60_000);
});

/** The same done at night, and more of it. */
function moveLine(line: string): string {
  const cells = line.split(",");
  const hour = (Number(cells[1]!.slice(11, 13)) + 11) % 24;
  cells[1] = `${cells[1]!.slice(0, 11)}${String(hour).padStart(2, "0")}${cells[1]!.slice(13)}`;
  cells[2] = "download";
  cells[5] = "900";
  return cells.join(",");
}

describe("gait train --preset", () => {
  it("S2-05 S2-06 S2-07 S2-09 S2-10 runs the accounts' recipe on a generated set: one in twenty, with all measures", async () => {
    const { out } = await runPreset("s2", "accounts", "--size", "1000");
    expect(out).toContain("13: login_frequency");
    expect(out).toMatch(/trees 100, contamination 0\.05, seed 42/);
    expect(out).toContain("50 of 1000 rows");
    for (const words of [
      "precision",
      "recall",
      "f1-score",
      "support",
      "accuracy",
      "macro avg",
      "weighted avg",
    ])
      expect(out).toContain(words);
    expect(out).toContain("confusion matrix");
  });

  it("S2-08 S2-11 S2-12 scores a fresh set of 200 by what the first one taught, and exports what is strange", async () => {
    await say(["generate", "accounts", "--out", place("first.csv"), "--quiet"]);
    await say("generate accounts --size 200 --seed 7 --quiet".split(" ").concat("--out", place("fresh.csv")));
    const out = place("user_behavior_anomalies.csv");
    const said = await say(["train", place("first.csv"), place("fresh.csv"), "--preset", "s2", "--out", out]);
    const count = Number(/(\d+) of 200 rows/.exec(said.out)?.[1]);
    expect(count).toBeGreaterThan(0);
    expect(said.out).toContain(`Wrote ${out}`);
    const lines = (await readFile(out, "utf8")).trim().split("\n");
    expect(lines).toHaveLength(count + 1);
    expect(lines[0]).toMatch(/^user_id,login_frequency,.*anomaly_score,predicted_anomaly$/);
  });

  it("S3-12 S3-14 runs the cloud logs' recipe: 250 trees, 4 %, nine features, anomalies listed", async () => {
    const { out } = await runPreset("s3", "soc", "--size", "3000");
    expect(out).toContain(
      "9: user, action_type, data_size, region, ip_address, device_type, hour, day_of_week, is_weekend",
    );
    expect(out).toMatch(/trees 250, contamination 0\.04/);
    expect(await readdir(place("s3"))).toEqual(["anomalies.csv"]);
  });

  it("S4-02 S4-03 S4-04 S4-10 S4-11 S4r-13 S4r-15 runs the drill's recipe: two models must agree, measured on later rows", async () => {
    const { out } = await runPreset("s4", "drill");
    expect(out).toContain("34: ");
    for (const feature of ["hour", "user_total_events"]) expect(out).toContain(feature);
    expect(out).toContain("both must agree");
    expect(out).toContain("later rows, never learned from");
    expect(out).toMatch(/of 1000 rows/);
    expect(out).toContain("f1-score");
  });

  it("S4r-14 S4r-16 answers the eight questions of an analyst, and ranks ten features", async () => {
    const folderOfTables = place("s4");
    expect((await readdir(folderOfTables)).toSorted()).toEqual(
      [
        "total_events",
        "risk_distribution",
        "top_users",
        "high_risk_events",
        "hourly_pattern",
        "anomaly_summary",
        "suspicious_ips",
        "sensitive_actions",
        "anomalies",
        "feature_importance",
      ]
        .map((name) => `${name}.csv`)
        .toSorted(),
    );
    const ranked = (await readFile(join(folderOfTables, "feature_importance.csv"), "utf8"))
      .trim()
      .split("\n");
    expect(ranked).toHaveLength(11);
    const levels = await readFile(join(folderOfTables, "risk_distribution.csv"), "utf8");
    expect(levels).toMatch(/^level,events\n/);
  });

  it("refuses a log of another kind, and options that make no sense", async () => {
    await say(["generate", "accounts", "--size", "50", "--out", place("few.csv"), "--quiet"]);
    const wrong = await say(["train", place("few.csv"), "--preset", "s4"]);
    expect(wrong).toMatchObject({ code: 1, errors: expect.stringContaining("TRAIN_FORMAT") });
    expect((await say(["train", "--preset", "s2"])).code).toBe(2);
    expect((await say(["train", place("few.csv"), "--verdicts"])).code).toBe(2);
  });
});

async function runPreset(preset: string, kind: string, ...more: readonly string[]): Promise<Said> {
  const file = place(kind === "drill" ? "drill.json" : `${kind}.csv`);
  await say(["generate", kind, ...more, "--out", file, "--quiet"]);
  const said = await say(["train", file, "--preset", preset, "--out", place(preset)]);
  expect(said).toMatchObject({ code: 0, errors: "" });
  return said;
}
