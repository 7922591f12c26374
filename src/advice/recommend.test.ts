import { describe, expect, test } from "vitest";
import { type Severity, TACTICS, TECHNIQUES, toTechniqueName } from "../domain/index.ts";
import { CSF_FUNCTIONS, type FindingForAdvice, PHASES } from "./advice.ts";
import { CONTROLS } from "./controls.ts";
import {
  CONTROLS_ADVISED_MAX,
  firstSteps,
  REASONS_NAMED_MAX,
  recommend,
  STEPS_OF_PHASE_MAX,
} from "./recommend.ts";
import { REMEDIES } from "./remedies.ts";

const finding = (
  id: string,
  options: { readonly technique: string | null; readonly tactic: string; readonly severity?: Severity },
): FindingForAdvice => ({
  id,
  severity: options.severity ?? "high",
  actor: { id: `actor/${id}`, name: `name of ${id}` },
  attack: [{ tactic: options.tactic, technique: options.technique }],
});

describe("the catalogue", () => {
  test("has ids that stand once, and words everywhere", () => {
    for (const list of [CONTROLS, REMEDIES]) expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    for (const control of CONTROLS) {
      expect(control.steps.length, control.id).toBeGreaterThan(1);
      expect(control.why.endsWith("."), control.id).toBe(true);
    }
  });

  test("names only tactics and techniques that exist", () => {
    for (const id of [
      ...CONTROLS.flatMap(({ against }) => against),
      ...REMEDIES.flatMap(({ after }) => after),
    ])
      expect(
        id.startsWith("TA") ? TACTICS.some((tactic) => tactic.id === id) : toTechniqueName(id) !== id,
        id,
      ).toBe(true);
  });

  test("says what to do about every technique that detectors name, not only about its tactic", () => {
    for (const technique of TECHNIQUES) {
      const { steps, controls } = recommend([finding("f", { technique, tactic: "TA9999" })]);
      expect(
        steps.some(({ phase }) => phase !== "investigate"),
        technique,
      ).toBe(true);
      expect(controls.length, technique).toBeGreaterThan(0);
    }
  });

  test("serves all functions of the NIST Cybersecurity Framework but those that nobody can serve alone", () => {
    const served = new Set(CONTROLS.map(({ csf }) => csf.function));
    expect([...served].sort()).toEqual([...CSF_FUNCTIONS].sort());
  });

  test("has steps and controls for every tactic of what can be found in the cloud", () => {
    for (const { id, name } of TACTICS.filter((tactic) => !["TA0042", "TA0011"].includes(tactic.id))) {
      const advice = recommend([finding("f", { technique: null, tactic: id })]);
      expect(advice.controls.length, name).toBeGreaterThan(0);
    }
  });
});

describe("advice", () => {
  test("is empty where nothing was found", () => {
    expect(recommend([])).toEqual({ steps: [], controls: [] });
  });

  test("after logs were switched off: logs on again, the gap looked into, a policy above the account", () => {
    const { steps, controls } = recommend([
      finding("f", { technique: "T1685.002", tactic: "TA0112", severity: "critical" }),
    ]);
    expect(steps.map(({ id }) => id)).toEqual(expect.arrayContaining(["gap", "logs-on"]));
    expect(controls[0]?.id).toBe("protect-logs");
    expect(controls[0]?.priority).toBe("now");
    expect(controls[0]?.covers).toBe(1);
  });

  test("says which findings, techniques and people it is for", () => {
    const { controls } = recommend([
      finding("a", { technique: "T1485", tactic: "TA0040", severity: "medium" }),
      finding("b", { technique: "T1485", tactic: "TA0040", severity: "critical" }),
    ]);
    const backups = controls.find(({ id }) => id === "backups-out-of-reach");
    expect(backups?.because).toEqual({
      attack: ["T1485", "TA0040"],
      techniques: [{ technique: "T1485", findings: 2 }],
      findings: ["b", "a"],
      findingCount: 2,
      actors: ["name of b", "name of a"],
      severity: "critical",
    });
  });

  test("keeps the order of the phases", () => {
    const { steps } = recommend([
      finding("a", { technique: "T1485", tactic: "TA0040" }),
      finding("b", { technique: "T1685", tactic: "TA0112" }),
    ]);
    const places = steps.map(({ phase }) => PHASES.indexOf(phase));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test("takes a technique for its sub-techniques, not the other way round", () => {
    const idsFor = (technique: string) =>
      recommend([finding("f", { technique, tactic: "TA9999" })]).controls.map(({ id }) => id);
    expect(idsFor("T1110.003")).toContain("login-limits");
    expect(idsFor("T1552.005")).toContain("metadata-guard");
    expect(idsFor("T1552")).not.toContain("metadata-guard");
    expect(idsFor("T15")).toEqual([]);
  });

  test("knows techniques under the ids that they had before", () => {
    const [old, current] = ["T1562.008", "T1685.002"].map((technique) =>
      recommend([finding("f", { technique, tactic: "TA0112" })]),
    );
    expect(old).toEqual(current);
  });

  test("gives of many steps those for techniques of the gravest findings, in their order", () => {
    const { steps } = recommend([
      finding("a", { technique: "T1496", tactic: "TA0040", severity: "low" }),
      finding("b", { technique: "T1537", tactic: "TA0010", severity: "critical" }),
    ]);
    const first = firstSteps(steps, 2).map(({ id }) => id);
    expect(first).toEqual(["close-shares", "what-was-read"]);
    expect(firstSteps(steps, 1000)).toEqual(steps);
  });

  test("is as quick over twenty thousand findings as over a few, and no phase is endless", () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      finding(`f${index}`, { technique: TECHNIQUES[index % TECHNIQUES.length]!, tactic: "TA0040" }),
    );
    const advice = recommend(many, { controlsMax: 1000 });
    expect(advice.controls.length).toBeGreaterThan(CONTROLS_ADVISED_MAX);
    for (const phase of PHASES)
      expect(advice.steps.filter((step) => step.phase === phase).length).toBeLessThanOrEqual(
        STEPS_OF_PHASE_MAX,
      );
    expect(advice.controls[0]?.because.findingCount).toBeGreaterThan(1000);
  });

  test("is a list that somebody can work through, with few reasons named", () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      finding(`f${index}`, { technique: "T1078", tactic: TACTICS[index % TACTICS.length]!.id }),
    );
    const { controls } = recommend(many);
    expect(controls).toHaveLength(CONTROLS_ADVISED_MAX);
    for (const { because } of controls) {
      expect(because.findings.length).toBeLessThanOrEqual(REASONS_NAMED_MAX);
      expect(because.actors.length).toBeLessThanOrEqual(REASONS_NAMED_MAX);
    }
  });
});
