import type { FastifyInstance, FastifyRequest } from "fastify";
import type { McpPort } from "../port/ask-port.ts";

/** The Model Context Protocol over HTTP, for programs with a key. */
export function addMcpRoutes(app: FastifyInstance, port: McpPort): void {
  app.route({
    method: ["GET", "POST", "DELETE"],
    url: "/api/mcp",
    config: { scope: "read" },
    schema: { hide: true },
    handler: async (request, reply) => {
      const response = await port.handle(toWebRequest(request));
      for (const [name, value] of response.headers) reply.header(name, value);
      return reply.code(response.status).send(Buffer.from(await response.arrayBuffer()));
    },
  });
}

/** Headers that say who asks stay here. */
const KEPT_BACK: ReadonlySet<string> = new Set([
  "authorization",
  "x-api-key",
  "cookie",
  "content-length",
  "transfer-encoding",
  "connection",
  "host",
]);

function toWebRequest({ method, url, headers, body }: FastifyRequest): Request {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && !KEPT_BACK.has(name) ? [[name, value]] : [],
  );
  return new Request(new URL(url, "http://localhost"), {
    method,
    headers: kept,
    ...(method === "POST" ? { body: JSON.stringify(body ?? null) } : {}),
  });
}
