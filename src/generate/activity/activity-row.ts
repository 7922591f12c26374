import { type LabelledRow, roundTo, toInstant } from "../table/labelled-row.ts";

/** The fields of the prediction API, as a table. */
export const ACTIVITY_COLUMNS = [
  "user_id",
  "timestamp",
  "action_type",
  "resource_id",
  "ip_address",
  "data_volume_mb",
  "location",
  "device_type",
  "failed_attempts",
  "location_change",
];

/** Where somebody acts from. */
export interface Place {
  readonly address: string;
  readonly location: string;
  readonly device: "desktop" | "mobile" | "tablet" | "server";
}

export interface Deed {
  readonly at: number;
  readonly user: string;
  readonly action: "login" | "logout" | "download" | "upload" | "delete" | "view" | "admin";
  readonly place: Place;
  readonly resource?: string;
  readonly megabytes?: number;
  /** Failed sign-ins just before. */
  readonly failed?: number;
}

/** `location_change` is told when the row's place in the log is known. */
export const toActivityRow = (deed: Deed, story: string | null): LabelledRow => ({
  at: deed.at,
  user: deed.user,
  fields: {
    user_id: deed.user,
    timestamp: toInstant(deed.at),
    action_type: deed.action,
    resource_id: deed.resource ?? null,
    ip_address: deed.place.address,
    data_volume_mb: roundTo(deed.megabytes ?? 0, 2),
    location: deed.place.location,
    device_type: deed.place.device,
    failed_attempts: deed.failed ?? 0,
    location_change: false,
  },
  story,
});

/** Says of rows in order of time whether their user was somewhere else before; remembers where each user was last. */
export class LocationMemory {
  readonly #last = new Map<string, LabelledRow["fields"][string]>();

  mark(row: LabelledRow): LabelledRow {
    const location = row.fields["location"];
    const last = this.#last.get(row.user);
    this.#last.set(row.user, location);
    if (last === undefined || last === location) return row;
    return { ...row, fields: { ...row.fields, location_change: true } };
  }
}
