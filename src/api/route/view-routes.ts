import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { isAllowed, toError } from "../../domain/index.ts";
import { VIEW_NAME_CHARS_MAX, VIEW_SEARCH_CHARS_MAX } from "../limits.ts";
import type { Caller } from "../port/asked.ts";
import type { ViewOwner, ViewsPort } from "../port/view-port.ts";
import { API_PROBLEMS } from "../problems.ts";
import { addRoute } from "../route.ts";
import { idParams } from "./list.ts";

const TAG = "views";

const name = z.string().trim().min(1).max(VIEW_NAME_CHARS_MAX);
const search = z
  .string()
  .max(VIEW_SEARCH_CHARS_MAX)
  .describe("what stands behind the ? of the page's address");
const isShared = z.boolean().describe("true: everybody has it; needs the right to triage");

const view = z
  .object({
    id: z.string(),
    page: z.string(),
    name: z.string(),
    search: z.string(),
    is_shared: z.boolean(),
    is_mine: z.boolean().describe("who made it changes it"),
    is_default: z.boolean().describe("the page begins with it, for whoever asks"),
    by: z.string(),
    time: z.string().describe("of the latest change"),
  })
  .meta({ id: "View" });

/** Views of pages: what somebody chose there, under a name. */
export function addViewRoutes(app: FastifyInstance, views: ViewsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/views",
    scope: "read",
    tag: TAG,
    summary: "Views of pages: one's own and those for everybody",
    answer: z.object({ items: z.array(view) }),
    handle: async ({ caller }) => ({ items: await views.list(toOwner(caller)) }),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/views",
    scope: "read",
    tag: TAG,
    summary: "Keep what was chosen on a page under a name",
    status: 201,
    body: z.object({
      page: z
        .string()
        .max(100)
        .regex(/^\/[a-z/-]*$/, "a page's path: /findings"),
      name,
      search,
      is_shared: isShared.default(false),
    }),
    answer: view,
    handle: ({ body: { is_shared: shared, ...body }, caller }) => {
      if (shared) refuseSharing(caller);
      return views.add(toOwner(caller), { ...body, isShared: shared });
    },
  });
  addChangingRoutes(app, views);
}

function addChangingRoutes(app: FastifyInstance, views: ViewsPort): void {
  addRoute(app, {
    method: "PATCH",
    url: "/api/v1/views/:id",
    scope: "read",
    tag: TAG,
    summary: "Rename or change a view of one's own; begin its page with it, or not any more",
    params: idParams,
    body: z.object({
      name: name.optional(),
      search: search.optional(),
      is_shared: isShared.optional(),
      is_default: z.boolean().optional(),
    }),
    answer: view,
    handle: ({ params, body, caller }) => {
      if (body.is_shared === true) refuseSharing(caller);
      return views.change(toOwner(caller), params.id, {
        ...(body.name === undefined ? {} : { name: body.name }),
        ...(body.search === undefined ? {} : { search: body.search }),
        ...(body.is_shared === undefined ? {} : { isShared: body.is_shared }),
        ...(body.is_default === undefined ? {} : { isDefault: body.is_default }),
      });
    },
  });
  addRoute(app, {
    method: "DELETE",
    url: "/api/v1/views/:id",
    scope: "read",
    tag: TAG,
    summary: "Delete a view of one's own",
    params: idParams,
    answer: view,
    handle: ({ params, caller }) => views.remove(toOwner(caller), params.id),
  });
}

/** Where nobody signs in, whoever asks is the same. */
const toOwner = (caller: Caller | null): ViewOwner =>
  caller === null || caller.person?.sessionId === null
    ? { id: "", name: caller?.name ?? "" }
    : { id: caller.id, name: caller.name };

function refuseSharing(caller: Caller | null): void {
  if (caller !== null && !isAllowed(caller.scopes, "triage"))
    throw toError(API_PROBLEMS, "API_SCOPE", { name: caller.name, scope: "triage" });
}
