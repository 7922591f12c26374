import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ENTITY_TYPES } from "../../domain/index.ts";
import type { ExceptionsPort } from "../port/exception-port.ts";
import { addRoute } from "../route.ts";
import { idParams } from "./list.ts";

export const exception = z
  .object({
    id: z.string(),
    version: z.int(),
    detector: z.string(),
    entity: z
      .object({ type: z.enum(ENTITY_TYPES), id: z.string() })
      .nullable()
      .describe("null: whatever the finding is about"),
    actor: z.string().nullable().describe("null: whoever did it"),
    reason: z.string(),
    until: z.string().nullable().describe("findings from then on are not covered; null: until it is ended"),
    finding: z.string().nullable().describe("from which it was made"),
    by: z.string(),
    time: z.string().describe("of the latest change"),
    is_ended: z.boolean(),
    covers: z.int().describe("findings"),
  })
  .meta({ id: "Exception" });

/** Exceptions: what of the findings is left out, why, and since when. `POST /api/v1/verdicts` makes them. */
export function addExceptionRoutes(app: FastifyInstance, exceptions: ExceptionsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/exceptions",
    scope: "read",
    tag: "findings",
    summary: "Exceptions in the order in which they were made, ended ones too",
    answer: z.object({ items: z.array(exception) }),
    handle: async () => ({ items: await exceptions.list() }),
  });
  addRoute(app, {
    method: "DELETE",
    url: "/api/v1/exceptions/:id",
    scope: "triage",
    tag: "findings",
    summary: "End an exception: what it covered is shown again",
    params: idParams,
    answer: exception,
    handle: ({ params, caller }) => exceptions.end({ id: params.id, by: caller?.name ?? "" }),
  });
}
