import type { ActionClass, Activity, Sensitivity } from "../../domain/index.ts";

/** A row of the tables: calls of one service that are alike, their names parted by spaces. */
export type ActionRow = readonly [
  service: string,
  actionClass: ActionClass,
  activity: Activity,
  sensitivity: Sensitivity,
  names: string,
];
