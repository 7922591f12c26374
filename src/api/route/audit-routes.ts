import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { AuditPort } from "../port/audit-port.ts";
import { addRoute, jsonObject } from "../route.ts";
import { pageQuery, periodQuery, text, toList, toListAnswer, toPage, toPeriod } from "./list.ts";

const state = jsonObject.nullable();

const auditRecord = z
  .object({
    id: z.string(),
    time: z.string(),
    author: z.object({
      kind: z.enum(["user", "key", "command", "system"]).describe("system: Gait itself"),
      id: z.string(),
      name: z.string(),
    }),
    address: z.string().nullable().describe("from where it was asked; null: on the machine itself"),
    action: z.string().describe("what was done to what: key.create"),
    target: z.object({ type: z.string(), id: z.string(), name: z.string().nullable() }),
    before: state.describe("in short; null: nothing is told of it"),
    after: state.describe("in short; null: nothing is told of it"),
  })
  .meta({ id: "AuditRecord" });

/** What was changed by whom. */
export function addAuditRoutes(app: FastifyInstance, audit: AuditPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/audit",
    scope: "admin",
    tag: "audit",
    summary: "Every change, who made it and from where, the latest first",
    query: z.object({
      ...periodQuery,
      author: text.optional().describe("an author's id or name, exactly"),
      action: text.optional().describe("key.create, or key for all of them"),
      target: text.optional().describe("id of what was changed"),
      ...pageQuery,
    }),
    answer: toListAnswer(auditRecord),
    handle: async ({ query }) =>
      toList(
        await audit.read({
          ...toPeriod(query),
          ...toPage(query),
          author: query.author ?? null,
          action: query.action ?? null,
          target: query.target ?? null,
        }),
      ),
  });
}
