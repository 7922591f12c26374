import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { SettingsPort } from "../port/setting-port.ts";
import { addRoute } from "../route.ts";
import { callerName } from "./alert-routes.ts";
import { readVersion, tagVersion } from "./version-tag.ts";

const TAG = "settings";
const value = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])
  .describe("of a secret only whether it is set");

const setting = z
  .object({
    key: z.string(),
    kind: z.enum(["text", "number", "flag", "list", "choice"]),
    summary: z.string(),
    value,
    default: value,
    choices: z.array(z.string()).nullable(),
    min: z.number().nullable(),
    max: z.number().nullable(),
    origin: z.object({
      kind: z.enum(["flag", "env", "dotenv", "file", "app", "default"]),
      text: z.string().describe("for people: `.env SMTP_PORT`"),
    }),
    is_secret: z.boolean(),
    is_editable: z.boolean().describe("false: it is not changed here, or whoever runs the server fixed it"),
  })
  .meta({ id: "Setting" });

const settings = z.object({
  version: z.int().describe("goes up with every change; also the ETag"),
  items: z.array(setting),
});

const VALUE_CHARS_MAX = 10_000;
const ITEMS_MAX = 100;

const changes = z
  .record(
    z.string().max(100),
    z.union([
      z.string().max(VALUE_CHARS_MAX),
      z.number(),
      z.boolean(),
      z.array(z.string().max(VALUE_CHARS_MAX)).max(ITEMS_MAX),
      z.null(),
    ]),
  )
  .refine((map) => Object.keys(map).length <= ITEMS_MAX, `at most ${ITEMS_MAX} at once`);

/** Settings with where each comes from; what may be changed here is. */
export function addSettingRoutes(app: FastifyInstance, port: SettingsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/settings",
    scope: "read",
    tag: TAG,
    summary: "Every setting, its value and where that comes from",
    answer: settings,
    handle: async (_, reply) => tagVersion(reply, await port.read()),
  });
  addRoute(app, {
    method: "PUT",
    url: "/api/v1/settings",
    scope: "admin",
    tag: TAG,
    summary: "Change settings by key, all or none; null brings back the default. If-Match holds the ETag",
    body: z.object({ changes }),
    answer: settings,
    handle: async ({ body, caller }, reply) => {
      const version = readVersion(reply);
      return tagVersion(reply, await port.change({ changes: body.changes, version, by: callerName(caller) }));
    },
  });
}
