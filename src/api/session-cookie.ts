import "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { SignedIn } from "./port/session-port.ts";

/** Under TLS the browser itself sees to it that no other host and no plain connection sets it. */
const NAMES = { http: "gait_session", https: "__Host-gait_session" } as const;
/** Characters of a token that are looked at. */
const TOKEN_LENGTH_MAX = 256;

const isSecure = ({ protocol }: FastifyRequest): boolean => protocol === "https";
const nameOf = (request: FastifyRequest): string => NAMES[isSecure(request) ? "https" : "http"];

const toOptions = (request: FastifyRequest) => ({
  path: "/",
  httpOnly: true,
  sameSite: "lax" as const,
  secure: isSecure(request),
});

/** The token with which a browser says who is signed in; null: it says nothing. */
export function readToken(request: FastifyRequest): string | null {
  const token = request.cookies[nameOf(request)];
  return token === undefined || token === "" || token.length > TOKEN_LENGTH_MAX ? null : token;
}

export function setToken(reply: FastifyReply, { token, expiresAt }: SignedIn): void {
  const { request } = reply;
  reply.setCookie(nameOf(request), token, { ...toOptions(request), expires: new Date(expiresAt) });
}

export function clearToken(reply: FastifyReply): void {
  reply.clearCookie(nameOf(reply.request), toOptions(reply.request));
}
