import { describe, expect, test } from "vitest";
import { createDayPass } from "../../pass/day-pass.ts";
import { createLensPass } from "../../pass/lens-pass.ts";
import { type Deed, everyDay, LEXICON, MONDAY, makeDetector } from "../fixtures/one-actor.ts";
import { makeLensDetector, runLens } from "../fixtures/one-lens.ts";

const STRANGER = makeLensDetector("resource", "first_seen", {
  new_all: ["actor"],
  actors_max: 2,
  sensitivity_min: 2,
  actor_kinds: ["person"],
  history: { days_min: 5, events_min: 20 },
});
const read = (actor: string): Omit<Deed, "at"> => ({
  actor,
  container: "secret",
  sensitivity: 2,
  action: "secretsmanager:GetSecretValue",
});
const readBy = (count: number): Deed[] => everyDay(6, (_, n) => read(`p${n % count}`));
const now = (deed: Omit<Deed, "at">): Deed => ({ ...deed, at: MONDAY });

describe("a stranger at a resource", () => {
  test("is found where one or two are usual, and nowhere else", () => {
    const { findings } = runLens(STRANGER, [...readBy(2), now(read("mallory"))]);
    expect(findings).toHaveLength(1);
    expect(findings[0]!.predicate).toBe(
      "was touched by mallory with secretsmanager:GetSecretValue, where before only 2 identities ever did",
    );
    expect(findings[0]!.explanation).toMatchObject({
      numbers: { actors: 2, actors_max: 2 },
      history: { days: 6, events: 72 },
    });
    expect(runLens(STRANGER, [...readBy(3), now(read("mallory"))]).findings).toEqual([]);
    expect(runLens(STRANGER, [...readBy(2), now(read("p1"))]).findings).toEqual([]);
    expect(runLens(STRANGER, [...readBy(2), now({ ...read("mallory"), sensitivity: 1 })]).findings).toEqual(
      [],
    );
  });

  test("who was turned away weighs less", () => {
    const [found] = runLens(STRANGER, [
      ...readBy(1),
      now({ ...read("mallory"), outcome: "denied" }),
    ]).findings;
    expect(found!.severity).toBe("low");
  });
});

test("a detector that no pass of this lens can ask is a mistake of the program, never silence", () => {
  const actors = makeDetector("travel", { actor_kinds: ["person"], history: { days_min: 3 } });
  expect(() => createDayPass({ detectors: [STRANGER], lexicon: LEXICON })).toThrow("does not look at actors");
  expect(() => createLensPass({ lens: "ip", detectors: [STRANGER], lexicon: LEXICON })).toThrow(
    "through the lens ip",
  );
  expect(() => createLensPass({ lens: "resource", detectors: [actors], lexicon: LEXICON })).toThrow(
    "through the lens resource",
  );
});
