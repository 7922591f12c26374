import type { FastifyRequest } from "fastify";

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a page of another origin may have sent it. Browsers say so in Sec-Fetch-Site; older ones name the origin.
 * What says neither was sent by no page.
 */
export function isForeign({ headers, host }: Pick<FastifyRequest, "headers" | "host">): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const { origin } = headers;
  return origin !== undefined && readHost(origin) !== host.toLowerCase();
}

/** Whether it is a change that a page of another origin may have sent. */
export const isForeignChange = (request: Pick<FastifyRequest, "headers" | "host" | "method">): boolean =>
  !SAFE_METHODS.has(request.method) && isForeign(request);

/** `null`, which hidden pages send, and nonsense are no host. */
function readHost(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

const LOOPBACK_HOST = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Whether a request names this machine as the one it is for. A page whose name was made to lead here (DNS rebinding)
 * names itself instead.
 */
export const isForLoopback = ({ headers }: Pick<FastifyRequest, "headers">): boolean =>
  LOOPBACK_HOST.test(headers.host ?? "");

/** Whether an address is this machine's own, as sockets name it. */
export const isLoopbackAddress = (address: string | undefined): boolean =>
  address !== undefined && /^(?:::1|(?:::ffff:)?127\.\d{1,3}\.\d{1,3}\.\d{1,3})$/.test(address);
