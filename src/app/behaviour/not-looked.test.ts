import { expect, test } from "vitest";
import { loadScanRules } from "../scan/scan-rules.ts";
import { findBehaviourNotLooked } from "./not-looked.ts";

test("what could not look says why, and what it would have needed", async () => {
  const { detectors } = await loadScanRules({ moreRules: [], onlyRules: null });
  const travel = detectors.find(({ kind }) => kind === "travel")!;
  const model = detectors.find(({ kind }) => kind === "model")!;
  const looked = detectors.find(({ kind }) => kind === "first_seen")!;
  const tally = (detector: typeof travel, counts: object, seen = 0) => ({
    detector: detector.detector.ref.id,
    looked: seen,
    notLooked: counts,
  });
  const notLooked = findBehaviourNotLooked([travel, model, looked], {
    tallies: [
      tally(travel, { "history-too-short": 9, "field-missing": 3 }),
      tally(looked, { "history-too-short": 100 }, 1),
    ],
    days: 1,
  });
  expect(notLooked).toEqual([
    {
      detector: travel.detector.ref.id,
      title: travel.detector.ref.title,
      why: "history-too-short",
      needs: expect.stringMatching(/^an actor's history of \d+ days.*; this log has events on 1 day$/),
    },
    {
      detector: model.detector.ref.id,
      title: model.detector.ref.title,
      why: "disabled",
      needs: "models, which were switched off",
    },
  ]);
});

test("a log without events had nothing to look at", async () => {
  const { detectors } = await loadScanRules({ moreRules: [], onlyRules: null });
  const notLooked = findBehaviourNotLooked(detectors, { tallies: [], days: 0 });
  expect(notLooked).toHaveLength(detectors.length);
  expect(new Set(notLooked.map(({ why }) => why))).toEqual(new Set(["source-gap"]));
});

test("what looks at addresses or resources says what it needs of them", async () => {
  const { detectors } = await loadScanRules({ moreRules: [], onlyRules: null });
  const ofAddress = detectors.filter(({ lens }) => lens === "ip");
  const ofResource = detectors.filter(({ lens }) => lens === "resource");
  expect([ofAddress.length, ofResource.length].every((count) => count >= 3)).toBe(true);
  const needsOf = (detector: (typeof detectors)[number], notLooked: object) =>
    findBehaviourNotLooked([detector], {
      tallies: [{ detector: detector.detector.ref.id, looked: 0, notLooked }],
      days: 2,
    }).map(({ needs }) => needs);
  expect(needsOf(ofAddress[0]!, { "history-too-short": 1 })).toEqual([
    expect.stringMatching(/^an address's history of \d+ days/),
  ]);
  expect(needsOf(ofAddress[0]!, {})).toEqual([expect.stringMatching(/^events of .* from public addresses$/)]);
  expect(needsOf(ofResource[0]!, {})).toEqual([expect.stringMatching(/that name what they touch$/)]);
});
