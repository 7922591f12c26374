import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { DETECTOR_KINDS, SCOPES, SEVERITIES } from "../../domain/index.ts";
import type { CataloguePort, KeysPort } from "../ports.ts";
import { addRoute } from "../route.ts";
import { idParams, instant } from "./list.ts";

const rule = z
  .looseObject({
    id: z.string(),
    title: z.string(),
    kind: z.enum(DETECTOR_KINDS),
    severity: z.enum(SEVERITIES),
    tactics: z.array(z.string()).describe("names"),
    techniques: z.array(z.string()).describe("ids"),
    logsource: z.string(),
    file: z.string().describe("in the folder of rules"),
  })
  .meta({ id: "Rule" });

const key = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    state: z.enum(["valid", "expired", "revoked"]),
    created_at: z.string(),
    expires_at: z.string().nullable(),
    revoked_at: z.string().nullable(),
    last_used_at: z.string().nullable(),
  })
  .meta({ id: "Key" });

/** What detects and judges. */
export function addCatalogueRoutes(app: FastifyInstance, catalogue: CataloguePort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/rules",
    scope: "read",
    tag: "catalogue",
    summary: "Every detector: rules, correlations, behaviour",
    isTagged: true,
    answer: z.object({ items: z.array(rule) }),
    handle: async () => ({ items: await catalogue.listRules() }),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/rules/:id",
    scope: "read",
    tag: "catalogue",
    summary: "One detector: what it looks for, what else it may be, what to do, and its text",
    isTagged: true,
    params: idParams,
    answer: z
      .object({
        ...rule.shape,
        description: z.string(),
        false_positives: z.array(z.string()),
        response: z.array(z.string()),
        needs: z.array(z.string()).describe("kinds of data without which it cannot look"),
        text: z.string().describe("the file that it stands in, as its author wrote it"),
      })
      .meta({ id: "RuleDetail" }),
    handle: ({ params }) => catalogue.findRule(params.id),
  });
}

/** Who may use the interface. */
export function addKeyRoutes(app: FastifyInstance, keys: KeysPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/keys",
    scope: "admin",
    tag: "keys",
    summary: "All keys, without their secrets",
    answer: z.object({ items: z.array(key) }),
    handle: async () => ({ items: await keys.list() }),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/keys",
    scope: "admin",
    tag: "keys",
    summary: "Make a key; the answer shows it, this once",
    status: 201,
    body: z.object({
      name: z.string().min(1).max(200),
      scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
      expires_at: instant.nullish(),
    }),
    answer: z.object({ ...key.shape, key: z.string() }),
    handle: ({ body }) =>
      keys.create({ name: body.name, scopes: body.scopes, expiresAt: body.expires_at ?? null }),
  });
  addRoute(app, {
    method: "DELETE",
    url: "/api/v1/keys/:id",
    scope: "admin",
    tag: "keys",
    summary: "End a key at once",
    params: idParams,
    answer: key,
    handle: ({ params }) => keys.revoke(params.id),
  });
}
