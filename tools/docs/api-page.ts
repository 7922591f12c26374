import { type ApiPorts, createApi, describeApi } from "../../src/api/index.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../src/domain/index.ts";
import { asCode, type Page, writeHead, writeTable } from "./page.ts";

/** Nothing is asked of a server that only describes itself. */
const PORTS: ApiPorts = new Proxy(Object.create(null), { get: () => ({}) });

const LEAD =
  "The paths of `gait serve`. A running server gives the same as OpenAPI 3.1 at `/api/openapi.json`. A key goes into the " +
  "header `X-API-Key`, or `Authorization: Bearer`; what it must allow stands with each path. Lists answer `items` and " +
  "`next_cursor`, which is the `cursor` of the next page. Whatever is wrong is answered as a problem document (RFC 9457) " +
  "with a `code` of [the problems](problems.md).";

export const API_PAGE: Page = {
  path: "docs/reference/api.md",
  async make() {
    const document = await describeWholeApi();
    const operations = listOperations(document);
    const sections = [...Map.groupBy(operations, ({ tag }) => tag)].map(
      ([tag, own]) => `\n## ${tag}\n${own.map(writeOperation).join("")}`,
    );
    return writeHead("HTTP API", LEAD) + sections.join("");
  },
};

/** The description of every path, as a running server gives it. */
export async function describeWholeApi(): Promise<JsonObject> {
  const app = await createApi({ ports: PORTS, problems: [] });
  await app.ready();
  const document = describeApi(app);
  await app.close();
  return document;
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  /** What a key must allow; null: none is needed. */
  readonly scope: string | null;
  readonly summary: string;
  readonly parameters: readonly JsonObject[];
  /** Fields of the body; empty: it takes none, or bytes. */
  readonly fields: JsonObject;
  readonly required: readonly string[];
}

function listOperations(document: JsonObject): readonly Operation[] {
  return Object.entries(toObject(document["paths"])).flatMap(([path, methods]) =>
    Object.entries(toObject(methods)).map(([method, operation]) =>
      toOperation(document, { method: method.toUpperCase(), path, operation: toObject(operation) }),
    ),
  );
}

function toOperation(
  document: JsonObject,
  {
    method,
    path,
    operation,
  }: { readonly method: string; readonly path: string; readonly operation: JsonObject },
): Operation {
  const [content] = Object.values(toObject(toObject(operation["requestBody"])["content"]));
  const body = resolve(document, toObject(content)["schema"]);
  return {
    method,
    path,
    scope: toTexts(toObject(toList(operation["security"])[0])["key"])[0] ?? null,
    tag: toTexts(operation["tags"])[0] ?? "others",
    summary: toText(operation["summary"]),
    parameters: toList(operation["parameters"]).filter(isJsonObject),
    fields: toObject(body["properties"]),
    required: toTexts(body["required"]),
  };
}

function resolve(document: JsonObject, given: JsonValue | undefined): JsonObject {
  const schema = toObject(given);
  const name = toText(schema["$ref"]).split("/").at(-1) ?? "";
  return name === "" ? schema : toObject(toObject(toObject(document["components"])["schemas"])[name]);
}

function writeOperation({ method, path, scope, summary, ...takes }: Operation): string {
  const { parameters, fields, required } = takes;
  const needs = scope === null ? "No key is needed." : `Needs a key that allows ${asCode(scope)}.`;
  const given = parameters.map((one) => {
    const schema = toObject(one["schema"]);
    const about = toText(one["description"]) || toText(schema["description"]);
    return [asCode(toText(one["name"])), toText(one["in"]), describeType(schema), about];
  });
  const written = Object.entries(fields).map(([name, schema]) => {
    const about = toText(toObject(schema)["description"]);
    const place = required.includes(name) ? "body" : "body, may be left out";
    return [asCode(name), place, describeType(toObject(schema)), about];
  });
  const rows = [...given, ...written];
  const table = rows.length === 0 ? "" : `\n${writeTable(["name", "where", "what", "meaning"], rows)}`;
  return `\n### ${asCode(`${method} ${path}`)}\n\n${summary}. ${needs}\n${table}`;
}

/** A type in a few words. */
function describeType(schema: JsonObject): string {
  const values = toList(schema["enum"]);
  if (values.length > 0) return values.map((one) => asCode(toText(one))).join(", ");
  const choices = toList(schema["anyOf"]).filter(isJsonObject);
  if (choices.length > 0)
    return [...new Set(choices.map(describeType))].filter((one) => one !== "null").join(" or ");
  const named = toTexts(schema["type"]).filter((one) => one !== "null");
  const type = toText(schema["type"]) || named.join(" or ") || "object";
  const format = toText(schema["format"]);
  const { minimum, maximum } = schema;
  const range =
    typeof minimum === "number" && typeof maximum === "number" ? `, ${minimum} to ${maximum}` : "";
  const fallback = schema["default"] === undefined ? "" : `, ${JSON.stringify(schema["default"])} without it`;
  return `${format === "" ? type : format}${range}${fallback}`;
}

const toObject = (value: JsonValue | undefined): JsonObject => (isJsonObject(value) ? value : {});
const toList = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : []);
const toText = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "");
const toTexts = (value: JsonValue | undefined): readonly string[] => toList(value).map(toText);
