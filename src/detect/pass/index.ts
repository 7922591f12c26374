/** Takes facts of events in order of time, day by day; gives what detectors of behaviour find. All that a learning thread needs. */
export type { BehaviourModels } from "../model/behaviour-models.ts";
export { parseModels } from "../model/models-json.ts";
export { createDayPass } from "./day-pass.ts";
export type { DayPass, Lexicon } from "./day-pass-types.ts";
export { createLensPass, LENS_KIND } from "./lens-pass.ts";
export { splitSnapshot } from "./pass-snapshot.ts";
export { SmallestRows } from "./smallest-rows.ts";
