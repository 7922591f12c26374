import type { Clock } from "../../../domain/index.ts";
import type { Store } from "../../../store/index.ts";
import type { Alerting } from "../../alert/open-channels.ts";
import type { LiveSettings } from "./live-settings.ts";
import type { MeasuredDrift } from "./measure-drift.ts";

export interface WorkParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly live: LiveSettings;
  readonly open: () => Promise<Alerting>;
  /** Asks for a pass. */
  readonly detect: () => void;
  /** Holds the last days against what the models learned from. */
  readonly measureDrift: (days: number) => Promise<MeasuredDrift>;
  /** Learns from stored events; answers what came of it. */
  readonly train: () => Promise<string>;
  /** One writer at a time. */
  readonly inLine: <T>(work: () => Promise<T>) => Promise<T>;
  /** There is something to deliver. */
  readonly deliver: () => void;
}
