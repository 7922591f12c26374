import { type BehaviourDetector, createMatchCollector, MatchWriter } from "../../../detect/index.ts";
import { DAY_MS, toEpochMs } from "../../../domain/index.ts";
import { compileSigma } from "../../../sigma/index.ts";
import type { Store } from "../../../store/index.ts";
import { openBehaviour } from "../../behaviour/detect-behaviour.ts";
import { readKnownBesides } from "../../scan/known-besides.ts";
import { openLocations } from "../../scan/locations.ts";
import type { NotTried, TrialOrder, Tried } from "./trial-task.ts";
import { toTrialFinding } from "./try-inputs.ts";

/** Behaviour is learned from so many days before the range. */
const HISTORY_DAYS = 60;
/** Events that are learned from; they stand in a temporary file. */
export const TRIAL_EVENTS_MAX = 5_000_000;
/** Events of one batch. */
const BATCH_EVENTS = 20_000;

/** What a detector of behaviour would have found: it learns the days before and judges those of the range. */
export async function tryBehaviour(
  store: Store,
  behaviour: BehaviourDetector,
  { range, stop, onStep }: TrialOrder,
): Promise<Tried> {
  const from = toEpochMs(range.from - HISTORY_DAYS * DAY_MS);
  const total = Math.min(TRIAL_EVENTS_MAX, await store.events.countEvents({ from, to: range.to }));
  const collector = createMatchCollector({ keepsEvents: true });
  const crew = openBehaviour({
    detectors: [behaviour],
    locations: openLocations(readKnownBesides().geo),
    withModels: behaviour.kind === "model",
    threads: 1,
    onProgress: (done) => {
      stop.throwIfAborted();
      onStep("learning behaviour", done, total);
    },
  });
  try {
    const writer = new MatchWriter(compileSigma([]), { sender: 0, keepsEvents: true });
    let events = 0;
    let within = 0;
    for await (const batch of store.events.streamEvents({ from, to: range.to })) {
      stop.throwIfAborted();
      for (let row = 0; row < batch.length && events < TRIAL_EVENTS_MAX; row++) {
        const event = batch.eventAt(row);
        writer.addEvent(event);
        if (event.at >= range.from) within++;
        if (++events % BATCH_EVENTS === 0) collector.absorb(writer.take());
      }
      onStep("reading events", events, total);
      if (events >= TRIAL_EVENTS_MAX) break;
    }
    collector.absorb(writer.take());
    collector.events.seal();
    const { detected, notLooked } = await crew.run(collector.events);
    const findings = detected.filter(({ finding }) => finding.until >= range.from && finding.at < range.to);
    return {
      findings: findings.map(toTrialFinding),
      events: within,
      matches: findings.reduce((sum, { finding }) => sum + finding.events.length, 0),
      inputs: 0,
      bytes: 0,
      notTried: toNotTried(events, notLooked.length > 0),
    };
  } finally {
    await crew.close();
    collector.close();
  }
}

function toNotTried(events: number, isShort: boolean): readonly NotTried[] {
  const notTried: NotTried[] = [];
  if (events >= TRIAL_EVENTS_MAX)
    notTried.push({
      why: "matches",
      text: `More than ${TRIAL_EVENTS_MAX.toLocaleString("en")} events: the latest of them were not looked at.`,
    });
  if (isShort)
    notTried.push({
      why: "history",
      text: "The stored history is too short, or lacks what it needs: it could look at nothing.",
    });
  return notTried;
}
