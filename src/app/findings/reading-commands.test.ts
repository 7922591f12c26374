import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addActorCommand } from "../../cli/actor.ts";
import { addActorsCommand } from "../../cli/actors.ts";
import { addExplainCommand } from "../../cli/explain.ts";
import { addFindingsCommand } from "../../cli/findings.ts";
import { addIncidentsCommand } from "../../cli/incidents.ts";
import { createProgram, runProgram } from "../../cli/program.ts";
import { addTimelineCommand } from "../../cli/timeline.ts";
import { addTriageCommand } from "../../cli/triage.ts";
import { addVerdictCommand } from "../../cli/verdict.ts";
import { openStore, type Store } from "../../store/index.ts";
import { ACTOR_PORT, ACTORS_PORT, TIMELINE_PORT } from "./actors-command.ts";
import { EXPLAIN_PORT, FINDINGS_PORT } from "./findings-command.ts";
import { fillFindings, ingestStory } from "./fixtures/told-story.ts";
import { INCIDENTS_PORT } from "./incidents-command.ts";
import { TRIAGE_PORT } from "./triage-command.ts";
import { VERDICT_PORT } from "./verdict-command.ts";

interface Said {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gait-findings-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function say(...args: readonly string[]): Promise<Said> {
  let out = "";
  let errors = "";
  const written = [
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      out += String(text);
      return true;
    }),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      errors += String(text);
      return true;
    }),
  ];
  try {
    const program = createProgram("0");
    addFindingsCommand(program, FINDINGS_PORT);
    addIncidentsCommand(program, INCIDENTS_PORT);
    addActorsCommand(program, ACTORS_PORT);
    addActorCommand(program, ACTOR_PORT);
    addTimelineCommand(program, TIMELINE_PORT);
    addExplainCommand(program, EXPLAIN_PORT);
    addVerdictCommand(program, VERDICT_PORT);
    addTriageCommand(program, TRIAGE_PORT);
    const code = await runProgram(program, [...args, "--data", folder]);
    return { code, out, errors };
  } finally {
    for (const spy of written) spy.mockRestore();
  }
}

async function prepare(work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore({ folder, databaseUrl: null, purpose: "test" });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

const parse = (said: Said): readonly Readonly<Record<string, unknown>>[] => JSON.parse(said.out);

describe("before anything was looked at", () => {
  it("says so, and never that nothing was found", async () => {
    await prepare(ingestStory);
    for (const command of [["findings"], ["incidents"], ["findings", "--json"], ["explain", "12345678"]]) {
      const said = await say(...command);
      expect(said.code).toBe(1);
      expect(said.out).toBe("");
      expect(said.errors).toContain("Nothing was looked at yet");
      expect(said.errors).toContain("Run `gait detect` first.");
    }
    const actors = await say("actors");
    expect(actors.out).toContain("not looked");
    expect(actors.errors).toContain("run `gait detect` first");
    expect(parse(await say("actors", "--json"))[0]).toMatchObject({ name: "ann", risk: null });
    expect((await say("actor", "ann")).out).toContain("not looked");
  });
});

describe("what was found", () => {
  beforeEach(() =>
    prepare(async (store) => {
      await ingestStory(store);
      await fillFindings(store);
    }),
  );

  it("is listed worst first, and says how much there is", async () => {
    const said = await say("findings", "--limit", "1");
    expect(said).toMatchObject({ code: 0, errors: "" });
    expect(said.out).toMatch(/critical.*2026-01-05 00:00:02/);
    expect(said.out).toContain("1 shown of 2: --limit 0 shows all.");
    const all = parse(await say("findings", "--json"));
    expect(all.map(({ id }) => id)).toEqual(["f-model-0", "f-first-0"]);
    expect(all[0]).toMatchObject({ detector: { kind: "model" }, verdict: null, incident: "incident-0" });
    expect((await say("findings", "--kind", "rule")).out).toBe("Looked and found nothing of this kind.\n");
    expect(parse(await say("findings", "--json", "--incident", "incident"))).toHaveLength(2);
    expect((await say("findings", "--incident", "nothing-like-it")).errors).toContain(
      "[FINDINGS_INCIDENT_UNKNOWN]",
    );
  });

  it("shows no character of a log that could act on a terminal", async () => {
    for (const command of [
      ["findings"],
      ["incidents"],
      ["incidents", "incident-0"],
      ["explain", "f-model-0"],
      ["explain", "f-first-0"],
      ["actors"],
      ["actor", "ann"],
      ["timeline", "ann"],
    ]) {
      const { out, code } = await say(...command);
      expect(code, command.join(" ")).toBe(0);
      expect(out, command.join(" ")).not.toContain("\u202e");
      expect(out, command.join(" ")).not.toContain("\u001b[2J");
    }
    expect((await say("findings")).out).toContain("\\u202e");
  });

  it("is explained: contributions that add up, the profile, history, what would have been quiet", async () => {
    const { out } = await say("explain", "f-model-0");
    for (const line of [
      /\+4\.00 {2}█{20} {2}at 03:00, an hour in which it never acts/,
      /\+1\.00 {2}█{5} +from a new network/,
      /0\.50 to begin with \+ 5\.00 of these \+ 0\.25 of all other features = 5\.75 bits/,
      /usual country: DE 90%, FR 10%/,
      /learned from 9 days, 800 events/,
      /It would have been quiet under 4 bits/,
      /e2 {2}2026-01-05 00:00:02 s3:GetObject from 198\.51\.100\.7/,
      /gone-by-now\n/,
    ])
      expect(out).toMatch(line);
    expect((await say("explain", "f-first-0")).out).toMatch(/network.*never.*rare, 1 of 8.*never, 0 of 40/);
    const json = JSON.parse((await say("explain", "f-model-0", "--json")).out);
    expect(json).toMatchObject({ id: "f-model-0", event_details: [{ id: "e1" }, { id: "e2" }] });
    expect((await say("explain", "unknown-finding")).errors).toContain("[FINDINGS_UNKNOWN]");
  });

  it("makes up an actor's risk, every point of it", async () => {
    const [ann] = parse(await say("actors", "--json"));
    expect(ann).toMatchObject({ name: "ann", findings: 2, events: 3, risk: { level: "medium" } });
    const actor = JSON.parse((await say("actor", "ann", "--json")).out);
    const points = actor.risk_parts.reduce((sum: number, part: { points: number }) => sum + part.points, 0);
    expect(points).toBeCloseTo(actor.risk.score, 9);
    expect(actor.used.action).toEqual(expect.arrayContaining([expect.objectContaining({ events: 3 })]));
    expect((await say("actor", "nobody")).errors).toContain("[FINDINGS_ACTOR_UNKNOWN]");
    expect((await say("actor", "n")).errors).toContain("[FINDINGS_ACTOR_SEVERAL]");
  });

  it("stands in one order with what the actor did", async () => {
    const items = parse(await say("timeline", "ann", "--json", "--oldest-first"));
    expect(items.map(({ kind, id }) => [kind, id])).toEqual([
      ["event", "e1"],
      ["finding", "f-first-0"],
      ["event", "e2"],
      ["finding", "f-model-0"],
      ["event", "e3"],
    ]);
    const { out } = await say("timeline", "ann", "--limit", "2");
    expect(out).toMatch(/00:00:03.*s3:GetObject.*00:00:02.*critical.*2 shown/s);
  });

  it("says when more came since", async () => {
    await prepare((store) => ingestStory(store, "later"));
    const said = await say("findings");
    expect(said.errors).toContain(
      "1 input with 3 events came since and was not looked at: run `gait detect`.",
    );
  });

  it("is judged: a false positive leaves the list and the risk, an exception covers, an incident is judged as a whole", async () => {
    const judged = await say("verdict", "f-model-0", "false-positive", "--note", "a test", "--by", "eve");
    expect(judged.out).toContain("is a false positive, says eve.");
    const listed = await say("findings");
    expect(listed.out).toContain("1 shown. 1 finding more judged false or covered by an exception");
    expect(parse(await say("findings", "--all", "--json"))[0]).toMatchObject({ verdict: "false-positive" });
    expect(JSON.parse((await say("actor", "ann", "--json")).out).risk_parts).toHaveLength(1);
    expect((await say("verdict", "f-model-0", "benign")).out).toContain("(it was false-positive)");

    const excepted = await say(
      "verdict",
      "f-first-0",
      "benign",
      "--exception",
      "entity",
      "--note",
      "moved house",
    );
    expect(excepted.out).toContain("covers 1 finding and those to come, until it is ended.");
    expect(parse(await say("findings", "--json")).map(({ id }) => id)).toEqual(["f-model-0"]);
    expect(JSON.parse((await say("actor", "ann", "--json")).out).risk_parts).toHaveLength(1);

    expect((await say("verdict", "incident-0", "false-positive", "--json")).code).toBe(0);
    expect((await say("incidents")).out).toContain("1 incident more judged false");
    expect(JSON.parse((await say("actor", "ann", "--json")).out)).toMatchObject({ incidents: [] });
  });

  it("refuses a judgement that says too little or means nothing that is there", async () => {
    const codes = async (...args: readonly string[]) => (await say("verdict", ...args)).code;
    expect(await codes("f-model-0", "perhaps")).toBe(2);
    expect(await codes("f-model-0", "benign", "--exception", "entity")).toBe(2);
    expect(await codes("f-model-0", "benign", "--until", "7d")).toBe(2);
    expect(await codes("incident-0", "benign", "--exception", "entity", "--note", "n")).toBe(2);
    expect(await codes("nothing-like-it", "benign")).toBe(1);
    expect(parse(await say("findings", "--json"))).toHaveLength(2);
  });

  it("S1-10: is taken in hand, tagged and closed for a reason, several at once, and put back", async () => {
    const said = await say(
      "triage",
      "f-model-0",
      "incident-0",
      "--acknowledge",
      "--assign",
      "ann",
      "--tag",
      "HR",
      "--tag",
      "b",
    );
    expect(said).toMatchObject({ code: 0, errors: "" });
    expect(said.out).toContain("finding f-model-0  acknowledged, assigned to ann, #b, #hr");
    expect(said.out).not.toContain("\u202e");
    expect(parse(await say("findings", "--json", "--state", "acknowledged", "--tag", "HR"))).toMatchObject([
      { id: "f-model-0", state: "acknowledged", assignee: "ann", tags: ["b", "hr"] },
    ]);
    expect(parse(await say("findings", "--json", "--assignee", "none"))).toHaveLength(1);
    expect((await say("incidents", "--state", "open", "--assignee", "ann")).out).toContain("#hr");
    const closed = await say(
      "triage",
      "f-model-0",
      "--close",
      "duplicate",
      "--note",
      "as the other",
      "--json",
    );
    expect(JSON.parse(closed.out)).toMatchObject([{ after: { state: "closed", verdict: "duplicate" } }]);
    expect(parse(await say("findings", "--json")).map(({ id }) => id)).toEqual(["f-first-0"]);
    expect(parse(await say("findings", "--json", "--state", "closed")).map(({ id }) => id)).toEqual([
      "f-model-0",
    ]);
    const back = await say("triage", "f-model-0", "--reopen", "--unassign", "--untag", "hr", "--untag", "b");
    expect(back.out).toContain("finding f-model-0  new\n");
    expect(JSON.parse((await say("actor", "ann", "--json")).out).risk_parts).toHaveLength(2);
    for (const wrong of [[], ["--tag", '"'], ["--close", "open"], ["--close", "benign", "--acknowledge"]])
      expect((await say("triage", "f-model-0", ...wrong)).code, wrong.join(" ")).toBe(2);
    expect((await say("triage", "f-model-0", "nothing-like-it", "--acknowledge")).code).toBe(1);
  });

  it("is told of an incident with its story, tactics, actors and findings", async () => {
    const { out } = await say("incidents", "incident-0");
    expect(out).toContain("Initial Access → Exfiltration");
    expect(out).toMatch(/Actors.*ann/);
    expect(out).toContain("f-first-0");
    const json = JSON.parse((await say("incidents", "incident-0", "--json")).out);
    expect(json).toMatchObject({
      incident: "incident-0",
      finding_details: [{ id: "f-first-0" }, { id: "f-model-0" }],
    });
    expect(parse(await say("incidents", "--json", "--tactic", "TA0010"))).toHaveLength(1);
    expect((await say("incidents", "--tactic", "TA0040")).out).toContain("Looked and found no incident");
  });
});
