import type { DeliveryState, MuteKind } from "../ports/alert-port.ts";

/** Tables of alerts as queries see them. See `tables.ts` for instants and numbers. */
export interface AlertTables {
  readonly alert_versions: AlertVersionsTable;
  readonly deliveries: DeliveriesTable;
  readonly alert_mutes: MutesTable;
}

export interface AlertVersionsTable {
  readonly alert_id: string;
  readonly version: number;
  readonly kind: string;
  readonly reason: string;
  readonly severity: number;
  readonly made_at: number;
  /** JSON. */
  readonly subjects: string;
  /** JSON. */
  readonly body: string;
}

export interface DeliveriesTable {
  readonly delivery_key: number;
  readonly id: string;
  readonly alert_id: string;
  readonly version: number;
  readonly channel: string;
  readonly state: DeliveryState;
  readonly due_at: number;
  readonly attempts: number;
  readonly made_at: number;
  readonly done_at: number | null;
  /** Of the latest claim; null: it was never claimed. */
  readonly lease_token: number | null;
  /** Null: nobody has it. */
  readonly lease_until: number | null;
  readonly problem: string | null;
}

export interface MutesTable {
  readonly mute_key: number;
  readonly id: string;
  readonly purpose: "mute" | "allow";
  readonly kind: MuteKind;
  readonly target: string;
  readonly reason: string;
  readonly until_at: number | null;
  readonly made_by: string;
  readonly made_at: number;
  readonly ended_at: number | null;
  readonly ended_by: string | null;
}
