import type { JsonObject } from "../../domain/index.ts";

/** The three actions by which anybody tries a detector by hand: an ordinary one, an administrator's at night, a theft. */
export const LOGIN = { user_id: "user-001", timestamp: "2024-01-15T10:30:00Z", action_type: "login" };
export const NIGHT_ADMIN = {
  user_id: "user-001",
  timestamp: "2024-01-15T03:00:00Z",
  action_type: "admin",
  failed_attempts: 5,
};
export const LARGE_DOWNLOAD = {
  user_id: "user-003",
  timestamp: "2024-01-15T22:00:00Z",
  action_type: "download",
  data_volume_mb: 5000,
  location: "Reykjavik",
  location_change: true,
};

/** An action to try, and what is to be expected of it. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly expected: "normal" | "suspicious";
  readonly words: string;
  readonly instance: JsonObject;
}

export const SCENARIOS: readonly Scenario[] = [
  {
    id: "normal-login",
    title: "Normal behaviour",
    expected: "normal",
    words: "A login on a Monday morning, in business hours.",
    instance: LOGIN,
  },
  {
    id: "night-admin",
    title: "Suspicious behaviour",
    expected: "suspicious",
    words: "An administrator's action at three in the morning, after five failed sign-ins.",
    instance: NIGHT_ADMIN,
  },
  {
    id: "large-download",
    title: "Data exfiltration",
    expected: "suspicious",
    words: "Five gigabytes downloaded late in the evening, from a place where the user never was.",
    instance: LARGE_DOWNLOAD,
  },
];
