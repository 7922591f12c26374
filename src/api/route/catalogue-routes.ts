import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { SCOPES } from "../../domain/index.ts";
import type { KeysPort } from "../ports.ts";
import { addRoute } from "../route.ts";
import { idParams, instant } from "./list.ts";

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
