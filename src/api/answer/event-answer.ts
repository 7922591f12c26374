import { z } from "zod";
import {
  ACTION_CLASSES,
  ACTIVITIES,
  ACTOR_TYPES,
  ADDRESS_KINDS,
  DEVICES,
  LOG_TYPES,
  OUTCOMES,
  TOOL_FAMILIES,
} from "../../domain/index.ts";

/** Named answers of the API: what the web app knows by type. Objects that may grow keep fields that stand nowhere here. */
export const eventAnswer = z
  .looseObject({
    id: z.string(),
    time: z.string(),
    received_at: z.string(),
    log_type: z.enum(LOG_TYPES),
    actor: z.object({
      id: z.string(),
      type: z.enum(ACTOR_TYPES),
      name: z.string(),
      account: z.string().nullable(),
      session: z.string().nullable(),
      automated: z.boolean(),
    }),
    access_key_id: z.string().nullable(),
    action: z.object({
      name: z.string(),
      service: z.string(),
      class: z.enum(ACTION_CLASSES),
      activity: z.enum(ACTIVITIES),
      sensitivity: z.int().min(0).max(3).describe("harm in the wrong hands: 0 none, 3 critical"),
    }),
    outcome: z.enum(OUTCOMES),
    error_code: z.string().nullable(),
    account: z.string().nullable(),
    region: z.string().nullable(),
    address: z.object({
      kind: z.enum(ADDRESS_KINDS),
      text: z.string().nullable(),
      country: z.string().nullable().describe("ISO 3166-1 alpha-2"),
    }),
    tool: z.object({
      family: z.enum(TOOL_FAMILIES),
      name: z.string(),
      version: z.string().nullable(),
      os: z.string().nullable(),
    }),
    device: z.enum(DEVICES).nullable(),
    resource: z.string().nullable(),
    bytes_in: z.number().nullable().describe("null: the log does not say"),
    bytes_out: z.number().nullable().describe("null: the log does not say"),
    links: z.array(
      z.object({
        kind: z.enum(["issued-key", "created-key", "created-identity"]),
        access_key_id: z.string().nullable(),
        target: z.string().nullable(),
      }),
    ),
    input: z
      .object({ name: z.string(), sha256: z.string(), position: z.int() })
      .describe("the input it came in, and its place there"),
  })
  .meta({ id: "Event" });
