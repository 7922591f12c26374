import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { isJsonObject, type JsonObject, type JsonValue } from "../domain/index.ts";

const OPENAPI = {
  openapi: "3.1.0",
  info: {
    title: "Gait",
    description: "User and entity behaviour analytics for cloud logs.",
    version: "1",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  components: {
    securitySchemes: {
      key: { type: "apiKey" as const, name: "X-API-Key", in: "header" as const },
      bearer: { type: "http" as const, scheme: "bearer" },
      session: { type: "apiKey" as const, name: "gait_session", in: "cookie" as const },
    },
  },
};

/** Before the paths: what describes them. */
export async function addOpenApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: OPENAPI,
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
}

/** The description of all paths, as OpenAPI 3.1. */
export function describeApi(app: FastifyInstance): JsonObject {
  const document: JsonValue = JSON.parse(JSON.stringify(app.swagger()));
  if (!isJsonObject(document)) return {};
  for (const path of toObjects(document["paths"]))
    for (const operation of toObjects(path)) {
      nameProblems(operation);
      nameUpload(operation);
    }
  return document;
}

const toObjects = (value: JsonValue | undefined): readonly JsonObject[] =>
  isJsonObject(value) ? Object.values(value).filter(isJsonObject) : [];

/** Problems have a media type of their own. */
function nameProblems({ responses }: JsonObject): void {
  const problem = isJsonObject(responses) ? responses["default"] : undefined;
  if (!isJsonObject(problem) || !isJsonObject(problem["content"])) return;
  problem["description"] = "A problem (RFC 9457)";
  problem["content"] = { "application/problem+json": problem["content"]["application/json"] };
}

/** Logs come as bytes of any type. */
function nameUpload({ requestBody }: JsonObject): void {
  if (!isJsonObject(requestBody) || !isJsonObject(requestBody["content"])) return;
  const json = requestBody["content"]["application/json"];
  const schema = isJsonObject(json) ? json["schema"] : undefined;
  if (!isJsonObject(schema) || schema["format"] !== "binary") return;
  const types = [
    "application/x-ndjson",
    "application/json",
    "application/gzip",
    "text/csv",
    "application/octet-stream",
  ];
  requestBody["content"] = Object.fromEntries(types.map((type) => [type, { schema }]));
}

/** Where clients find the description. */
export function addOpenApiRoute(app: FastifyInstance): void {
  let document: string | null = null;
  app.get("/api/openapi.json", { config: { scope: "nobody" }, schema: { hide: true } }, async (_, reply) => {
    document ??= JSON.stringify(describeApi(app));
    return reply.type("application/json; charset=utf-8").send(document);
  });
}
