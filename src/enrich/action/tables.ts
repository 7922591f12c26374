import { APPLICATION_ACTIONS } from "./application.ts";
import { COMPUTE_ACTIONS } from "./compute.ts";
import { DATABASE_ACTIONS } from "./database.ts";
import { IDENTITY_ACTIONS } from "./identity.ts";
import { LEARNING_ACTIONS } from "./learning.ts";
import { NETWORK_ACTIONS } from "./network.ts";
import { OPERATION_ACTIONS } from "./operation.ts";
import type { ActionRow } from "./row.ts";
import { SECURITY_ACTIONS } from "./security.ts";
import { STORAGE_ACTIONS } from "./storage.ts";

/** One table for each group of services. No call stands in two rows. */
export const ACTION_TABLES: readonly (readonly ActionRow[])[] = [
  IDENTITY_ACTIONS,
  SECURITY_ACTIONS,
  STORAGE_ACTIONS,
  COMPUTE_ACTIONS,
  NETWORK_ACTIONS,
  DATABASE_ACTIONS,
  APPLICATION_ACTIONS,
  OPERATION_ACTIONS,
  LEARNING_ACTIONS,
];
