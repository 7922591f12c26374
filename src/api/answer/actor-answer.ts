import { z } from "zod";
import { ACTOR_TYPES, SEVERITIES, VERDICTS } from "../../domain/index.ts";
import { eventAnswer } from "./event-answer.ts";
import { findingAnswer } from "./finding-answer.ts";

const risk = z
  .object({ score: z.number(), level: z.enum(SEVERITIES), as_of: z.string().nullable() })
  .nullable()
  .describe("null: nothing was ever looked at");

const shared = {
  id: z.string(),
  type: z.enum(ACTOR_TYPES),
  name: z.string(),
  account: z.string().nullable(),
  automated: z.boolean(),
  risk,
  events: z.int(),
  failures: z.int(),
  bytes_in: z.number(),
  bytes_out: z.number(),
  first_time: z.string(),
  last_time: z.string(),
};

export const actorAnswer = z.looseObject({ ...shared, findings: z.int() }).meta({ id: "Actor" });

const used = z.array(z.object({ value: z.string(), events: z.int() }));

export const actorDetailAnswer = z
  .looseObject({
    ...shared,
    risk_parts: z
      .array(
        z.object({
          finding: z.string(),
          points: z.number(),
          time: z.string(),
          severity: z.enum(SEVERITIES),
          summary: z.string(),
          verdict: z.enum(VERDICTS).nullable(),
        }),
      )
      .describe("their points are the risk"),
    incidents: z.array(
      z.object({ id: z.string(), at: z.string(), severity: z.enum(SEVERITIES), summary: z.string() }),
    ),
    used: z.record(z.string(), used).describe("by kind: action, service, country, region, tool …"),
    days: z
      .array(z.object({ day: z.iso.date(), events: z.int(), failures: z.int(), findings: z.int() }))
      .describe("those with events, the earliest first"),
    hours_utc: z.array(z.int()).describe("events by hour of the day"),
  })
  .meta({ id: "ActorDetail" });

/** What an actor did, or what was found of it. */
export const timelineItemAnswer = z
  .discriminatedUnion("kind", [
    eventAnswer.extend({ kind: z.literal("event") }).meta({ id: "TimelineEvent" }),
    findingAnswer.extend({ kind: z.literal("finding") }).meta({ id: "TimelineFinding" }),
  ])
  .meta({ id: "TimelineItem" });
