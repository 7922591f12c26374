import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ROLES } from "../../domain/index.ts";
import type { UsersPort } from "../port/session-port.ts";
import { addRoute } from "../route.ts";
import { idParams } from "./list.ts";

const TAG = "users";

/** Longer ones are no passwords that anybody types or a program makes. */
const PASSWORD_LENGTH_MAX = 1024;
const TOKEN_LENGTH_MAX = 256;
const NAME_LENGTH_MAX = 64;

export const password = z.string().min(1).max(PASSWORD_LENGTH_MAX);
export const token = z.string().min(1).max(TOKEN_LENGTH_MAX);
export const userName = z
  .string()
  .min(1)
  .max(NAME_LENGTH_MAX)
  .describe("letters, digits, and . _ @ + - ' with single spaces between; capitals do not count");
export const email = z.email().max(254);

const user = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(ROLES),
    state: z.enum(["active", "invited", "disabled"]).describe("invited: has no password yet"),
    created_at: z.string(),
    signed_in_at: z.string().nullable().describe("when they signed in last; null: never"),
  })
  .meta({ id: "User" });

const newLink = z
  .object({
    kind: z.enum(["invitation", "reset"]),
    path: z.string().describe("to be opened behind the server's address, once; it is not shown again"),
    expires_at: z.string(),
  })
  .meta({ id: "NewLink" });

/** Who may sign in, and as what. */
export function addUserRoutes(app: FastifyInstance, users: UsersPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/users",
    scope: "admin",
    tag: TAG,
    summary: "Everybody who may sign in or might, the oldest first",
    answer: z.object({ items: z.array(user) }),
    handle: async () => ({ items: await users.list() }),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/users",
    scope: "admin",
    tag: TAG,
    summary: "Invite somebody; the answer shows the link with which they choose a password, this once",
    status: 201,
    body: z.object({ name: userName, email: email.nullish(), role: z.enum(ROLES) }),
    answer: z.object({ user, link: newLink }),
    handle: ({ body }) => users.create({ name: body.name, email: body.email ?? null, role: body.role }),
  });
  addRoute(app, {
    method: "PATCH",
    url: "/api/v1/users/:id",
    scope: "admin",
    tag: TAG,
    summary: "Change what somebody may do; disabling ends their sessions at once",
    params: idParams,
    body: z.object({
      role: z.enum(ROLES).optional(),
      email: email.nullish(),
      is_disabled: z.boolean().optional(),
    }),
    answer: user,
    handle: ({ params, body }) =>
      users.change(params.id, {
        ...(body.role === undefined ? {} : { role: body.role }),
        ...(body.email === undefined ? {} : { email: body.email }),
        ...(body.is_disabled === undefined ? {} : { isDisabled: body.is_disabled }),
      }),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/users/:id/link",
    scope: "admin",
    tag: TAG,
    summary: "Make a link with which somebody chooses a new password; those made before end",
    status: 201,
    params: idParams,
    answer: newLink,
    handle: ({ params }) => users.makeLink(params.id),
  });
}
