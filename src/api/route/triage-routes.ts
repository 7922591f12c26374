import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  ASSIGNEE_CHARS_MAX,
  JUDGEMENTS,
  NOTE_CHARS_MAX,
  TAG_CHARS_MAX,
  TAGS_MAX,
  TRIAGE_DEEDS,
  TRIAGE_STATES,
  TRIAGE_TARGETS_MAX,
  VERDICTS,
} from "../../domain/index.ts";
import type { StandingRequest, TriagePort } from "../port/triage-port.ts";
import { addRoute } from "../route.ts";
import { callerName } from "./alert-routes.ts";
import { idParams, periodQuery, text, toPeriod } from "./list.ts";
import { queryText } from "./query-text.ts";
import { readVersion, tagVersion } from "./version-tag.ts";

const TAG = "triage";

/** What lists of findings and incidents can be asked for besides. */
export const standingQuery = {
  state: z
    .enum([...TRIAGE_STATES, "open"])
    .optional()
    .describe("open: new or acknowledged"),
  assignee: text.optional().describe("who has it in hand, exactly; none: nobody"),
  tag: text.optional(),
};

type StandingQuery = { readonly [K in keyof StandingRequest]?: StandingRequest[K] | undefined };

export const toStandingRequest = ({ state, assignee, tag }: StandingQuery): StandingRequest => ({
  state: state ?? null,
  assignee: assignee ?? null,
  tag: tag ?? null,
});

const standing = z
  .object({
    state: z.enum(TRIAGE_STATES),
    verdict: z.enum(VERDICTS).nullable().describe("why it is closed"),
    assignee: z.string().nullable(),
    tags: z.array(z.string()),
    version: z.int().describe("goes up with all that is done; of one also the ETag"),
    changed_at: z.string().nullable().describe("null: nobody has done anything with it"),
    changed_by: z.string().nullable(),
  })
  .meta({ id: "Standing" });

const target = z.object({ type: z.enum(["finding", "incident"]), id: z.string(), summary: z.string() });

const step = z.object({
  time: z.string(),
  by: z.string(),
  deed: z.enum([...TRIAGE_DEEDS, "judge"]),
  verdict: z.enum(JUDGEMENTS).nullable().describe("of `judge`; open: what was said was taken back"),
  text: z.string().nullable().describe("of `assign` who (null: nobody), of the others a tag or a note"),
});

const tags = z
  .array(z.string().max(TAG_CHARS_MAX * 2))
  .max(TAGS_MAX)
  .default([]);

const change = z
  .object({
    targets: z
      .array(z.string().min(8).max(100))
      .min(1)
      .max(TRIAGE_TARGETS_MAX)
      .describe("ids of findings and incidents"),
    state: z
      .enum(["new", "acknowledged"])
      .optional()
      .describe("also takes back the verdict of what was closed"),
    close: z.enum(VERDICTS).optional().describe("closes for this reason, which is its verdict"),
    assignee: z
      .string()
      .max(ASSIGNEE_CHARS_MAX)
      .nullish()
      .describe("a user; any name while there are none; null: nobody"),
    add_tags: tags,
    remove_tags: tags,
    note: z.string().max(NOTE_CHARS_MAX).nullish(),
  })
  .refine(({ state, close }) => state === undefined || close === undefined, "state or close, not both");

/** What people do with findings and incidents besides looking at them. */
export function addTriageRoutes(app: FastifyInstance, triage: TriagePort): void {
  addChangeRoute(app, triage);
  addRoute(app, {
    method: "GET",
    url: "/api/v1/triage/counts",
    scope: "read",
    tag: TAG,
    summary: "How many findings or incidents stand how, and who has how many in hand",
    query: z.object({
      for: z.enum(["findings", "incidents"]),
      q: queryText.optional(),
      ...periodQuery,
    }),
    answer: z.object({
      for: z.enum(["findings", "incidents"]),
      new: z.int(),
      acknowledged: z.int(),
      closed: z.int(),
      covered: z.int().describe("neither closed nor counted as open: an exception covers them"),
      by_assignee: z
        .array(z.object({ assignee: z.string().nullable(), open: z.int() }))
        .describe("of those that are open"),
    }),
    handle: ({ query }) => triage.count({ subject: query.for, q: query.q ?? null, ...toPeriod(query) }),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/triage/assignees",
    scope: "read",
    tag: TAG,
    summary: "Who can have something in hand",
    answer: z.object({
      names: z.array(z.string()),
      is_free: z.boolean().describe("true: there are no users, any name will do"),
    }),
    handle: () => triage.listAssignees(),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/triage/:id",
    scope: "read",
    tag: TAG,
    summary: "How a finding or an incident stands, and all that people did with it, the oldest first",
    params: idParams,
    answer: z.object({ target, ...standing.shape, steps: z.array(step) }),
    handle: async ({ params }, reply) => tagVersion(reply, await triage.read(params.id)),
  });
}

function addChangeRoute(app: FastifyInstance, triage: TriagePort): void {
  addRoute(app, {
    method: "POST",
    url: "/api/v1/triage",
    scope: "triage",
    tag: TAG,
    summary:
      "Acknowledge, close, assign, tag, note: all of the targets or none. If-Match, for a single one, holds the ETag of how it stood",
    isRepeatable: true,
    body: change,
    answer: z.object({
      items: z.array(z.object({ target, before: standing, after: standing })),
    }),
    handle: async ({ body, caller }, reply) => ({
      items: await triage.change({
        targets: body.targets,
        ...(body.state === undefined ? {} : { state: body.state }),
        ...(body.close === undefined ? {} : { close: body.close }),
        ...(body.assignee === undefined ? {} : { assignee: body.assignee }),
        addTags: body.add_tags,
        removeTags: body.remove_tags,
        note: body.note ?? null,
        by: callerName(caller),
        version: readVersion(reply),
      }),
    }),
  });
}
