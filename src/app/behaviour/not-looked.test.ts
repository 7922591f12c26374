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
