import type { EpochMs, Severity } from "../domain/index.ts";
import type { AlertTurn } from "./alert-turn.ts";
import type { StorePlace } from "./data-option.ts";

export const MUTED_KINDS = ["detector", "entity", "value"] as const;
export type MutedKind = (typeof MUTED_KINDS)[number];

export interface ListedDelivery {
  readonly id: string;
  readonly version: number;
  readonly channel: string;
  readonly state: "waiting" | "delivered" | "dead" | "superseded";
  readonly dueAt: EpochMs;
  readonly attempts: number;
  readonly doneAt: EpochMs | null;
  readonly problem: string | null;
}

export interface ListedAlert {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly reason: string;
  readonly severity: Severity;
  /** Of this version, and of the first. */
  readonly at: EpochMs;
  readonly firstAt: EpochMs;
  readonly title: string;
  readonly incidents: readonly string[];
  readonly incidentsTotal: number;
  readonly deliveries: readonly ListedDelivery[];
}

export interface AlertList {
  readonly channels: readonly string[];
  readonly alerts: readonly ListedAlert[];
  readonly total: number;
  readonly deliveries: Readonly<Record<ListedDelivery["state"], number>>;
}

export interface ListedMute {
  readonly id: string;
  readonly purpose: "mute" | "allow";
  readonly kind: MutedKind;
  readonly target: string;
  readonly reason: string;
  /** Null: until it is ended. */
  readonly until: EpochMs | null;
  readonly by: string;
  readonly at: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly endedBy: string | null;
  /** Whether it keeps alerts away now. */
  readonly isHeld: boolean;
}

export interface MuteRequest {
  readonly place: StorePlace;
  readonly purpose: "mute" | "allow";
  readonly kind: MutedKind;
  readonly target: string;
  readonly reason: string;
  readonly until: EpochMs | null;
  /** Null: the user of this machine. */
  readonly by: string | null;
}

export interface TestedChannel {
  readonly channel: string;
  readonly place: string;
  /** Null: it was delivered. */
  readonly problem: string | null;
}

export interface AlertsPort {
  list(request: {
    readonly place: StorePlace;
    readonly limit: number | null;
    readonly deadOnly: boolean;
  }): Promise<AlertList>;
  /** Decides, and delivers what is due; with `revive`, also what was given up. Throws a problem without a channel. */
  send(request: { readonly place: StorePlace; readonly revive: boolean }): Promise<AlertTurn>;
  /** Sends a message that says that it is a test. Throws a problem when there is no such channel. */
  test(channel: string): Promise<readonly TestedChannel[]>;
  mute(request: MuteRequest): Promise<ListedMute>;
  unmute(request: {
    readonly place: StorePlace;
    readonly id: string;
    readonly by: string | null;
  }): Promise<ListedMute>;
  listMutes(place: StorePlace): Promise<readonly ListedMute[]>;
}
