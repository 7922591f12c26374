import type { BehaviourDetector, BehaviourModels, Detected } from "../../detect/index.ts";
import type { EventLog } from "../../detect/log/index.ts";
import type { NotLooked } from "../../domain/index.ts";
import { type GeoReader, placeOfAddress } from "../../enrich/index.ts";
import { openLaneHere, openLaneThreads } from "./lanes.ts";
import { findBehaviourNotLooked } from "./not-looked.ts";
import { makeLens } from "./open-lane.ts";
import { resolveFindings } from "./resolve-findings.ts";
import { runBehaviour } from "./run-behaviour.ts";

export interface BehaviourOptions {
  readonly detectors: readonly BehaviourDetector[];
  readonly locations: GeoReader;
  /** False: detectors that need models do not look. */
  readonly withModels: boolean;
  /** 0: the work is done here. */
  readonly threads: number;
  readonly onProgress: (events: number) => void;
}

export interface BehaviourDetection {
  readonly detected: readonly Detected[];
  /** Detectors that could look at nothing, and why. */
  readonly notLooked: readonly NotLooked[];
  /** null: none were trained. */
  readonly models: BehaviourModels | null;
}

/** From here the models' randomness follows: the same log gives the same models everywhere. */
export const MODELS_SEED = 0x6761_6974;

/** A crew of lanes that begins to load its program at once, while whoever will use it does something else. */
export interface BehaviourCrew {
  run(log: EventLog): Promise<BehaviourDetection>;
  close(): Promise<void>;
}

/** What is unusual in a log, for each actor against its own past, its peers' and the tenant's. */
export function openBehaviour(options: BehaviourOptions): BehaviourCrew {
  const { locations, withModels, threads } = options;
  const detectors = options.detectors.filter(({ kind }) => withModels || kind !== "model");
  const lanes = threads === 0 || detectors.length === 0 ? openLaneHere(makeLens) : openLaneThreads(threads);
  return {
    async run(log) {
      const outcome = await runBehaviour(
        {
          log,
          detectors,
          placeOf: (address) => placeOfAddress(address, locations),
          withModels: detectors.some(({ kind }) => kind === "model"),
          seed: MODELS_SEED,
          onProgress: options.onProgress,
        },
        lanes,
      );
      return {
        detected: resolveFindings(outcome.findings, { detectors, logs: [log] }),
        notLooked: findBehaviourNotLooked(options.detectors, outcome),
        models: outcome.models,
      };
    },
    close: () => lanes.close(),
  };
}
