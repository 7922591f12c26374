import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/index.ts";
import { ServedPlace, toTrailRecord } from "./fixtures/served-place.ts";

let place: ServedPlace;
let document: JsonObject;
beforeAll(async () => {
  place = await ServedPlace.open();
  document = (await place.ask("/api/openapi.json")).json;
  await place.ask("/api/v1/events", { body: JSON.stringify(toTrailRecord("e-1")) });
}, 60_000);
afterAll(() => place.close());

const RUNS = 15;

const PATHS: readonly (readonly [method: "get" | "post", path: string])[] = [
  ["post", "/api/predict"],
  ["post", "/api/batch"],
  ["get", "/api/statistics"],
  ["get", "/api/v1/events"],
  ["get", "/api/v1/events/{id}"],
  ["post", "/api/v1/events"],
  ["get", "/api/v1/findings"],
  ["get", "/api/v1/incidents"],
  ["get", "/api/v1/actors"],
  ["get", "/api/v1/actors/{id}/timeline"],
  ["post", "/api/v1/verdicts"],
  ["get", "/api/v1/jobs"],
  ["get", "/api/v1/jobs/{id}"],
  ["get", "/api/v1/models/{id}"],
  ["get", "/api/v1/uploads/analyses"],
  ["get", "/api/v1/batches/{id}/results"],
  ["post", "/api/v1/models/rollback"],
  ["get", "/api/v1/rules/{id}/outcome"],
  ["post", "/api/v1/rules"],
  ["post", "/api/v1/rules/check"],
  ["post", "/api/v1/rules/test"],
  ["post", "/api/v1/rules/{id}/exceptions"],
];

it.each(PATHS)(
  "%s %s answers anything it describes, and what it does not, without failing",
  async (method, path) => {
    const operation = dig(document, ["paths", path, method]);
    const content = Object.values(toObject(dig(operation, ["requestBody", "content"])))[0];
    const body = method === "get" ? fc.constant(undefined) : toArbitrary(dig(content, ["schema"]));
    const asked = fc.record({ path: toPath(path, operation), body });
    await fc.assert(
      fc.asyncProperty(asked, async (request) => {
        const sent = request.body === undefined ? {} : { body: JSON.stringify(request.body) ?? "" };
        const { status, headers, json, text } = await place.ask(request.path, sent);
        expect(status, `${request.path} ${JSON.stringify(sent)}: ${text}`).toBeLessThan(500);
        if (status < 400) return;
        expect(headers.get("content-type")).toMatch(/^application\/problem\+json/);
        expect(json).toMatchObject({
          status,
          type: expect.any(String),
          title: expect.any(String),
          detail: expect.any(String),
        });
      }),
      { numRuns: RUNS, seed: 1 },
    );
  },
);

const toObject = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

const dig = (value: unknown, steps: readonly string[]): JsonValue | undefined =>
  steps.reduce<JsonValue | undefined>((at, step) => toObject(at)[step], toObject(value));

/** A path with its parameters filled in. */
function toPath(path: string, operation: JsonValue | undefined): fc.Arbitrary<string> {
  const parameters = dig(operation, ["parameters"]);
  const queries = (Array.isArray(parameters) ? parameters : []).filter(
    (one) => isJsonObject(one) && one["in"] === "query",
  );
  const values = queries.map((one) =>
    fc.option(fc.oneof({ weight: 4, arbitrary: toArbitrary(dig(one, ["schema"])) }, fc.string()), {
      nil: undefined,
    }),
  );
  return fc.tuple(fc.string({ minLength: 1, unit: "binary" }), fc.tuple(...values)).map(([id, filled]) => {
    const query = filled.flatMap((value, at) =>
      value === undefined
        ? []
        : [
            `${toName(dig(queries[at], ["name"]))}=${encode(typeof value === "string" ? value : (JSON.stringify(value) ?? ""))}`,
          ],
    );
    return `${path.replace("{id}", encode(id) || "x")}${query.length === 0 ? "" : `?${query.join("&")}`}`;
  });
}

const toName = (value: JsonValue | undefined): string => (typeof value === "string" ? value : "");

/** Lone halves of characters cannot be sent. */
const encode = (text: string): string => encodeURIComponent(text.toWellFormed()).replaceAll(".", "%2E");

/** Values of a JSON schema, mostly; now and then anything. */
function toArbitrary(given: JsonValue | undefined): fc.Arbitrary<unknown> {
  const fitting = toFitting(resolve(given));
  return fc.oneof({ weight: 12, arbitrary: fitting }, { weight: 1, arbitrary: fc.jsonValue() });
}

function resolve(given: JsonValue | undefined): JsonObject {
  const schema = toObject(given);
  const reference = schema["$ref"];
  return typeof reference === "string" ? toObject(dig(document, reference.split("/").slice(1))) : schema;
}

function toFitting(schema: JsonObject): fc.Arbitrary<unknown> {
  const { anyOf, enum: values, type } = schema;
  if (Array.isArray(values)) return fc.constantFrom(...values);
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map((one) => toFitting(resolve(one))));
  const { minimum: min = -1e6, maximum: max = 1e6 } = schema;
  if (type === "integer") return fc.integer({ min: Number(min), max: Number(max) });
  if (type === "number") return fc.double({ min: Number(min), max: Number(max), noNaN: true });
  if (type === "boolean") return fc.boolean();
  if (type === "null") return fc.constant(null);
  if (type === "array")
    return fc.array(toArbitrary(schema["items"]), {
      maxLength: 5,
      minLength: Number(schema["minItems"] ?? 0),
    });
  if (type === "string") return toText(schema);
  return toRecord(schema);
}

function toText({ format }: JsonObject): fc.Arbitrary<string> {
  if (format === "date-time")
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((date) => date.toISOString());
  if (format === "ipv4") return fc.ipV4();
  if (format === "ipv6") return fc.ipV6();
  return fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom("__proto__", "' or 1=1 --", "../..", "e-1"),
  );
}

function toRecord({ properties, required }: JsonObject): fc.Arbitrary<unknown> {
  if (properties === undefined) return fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 5 });
  const fields = Object.entries(toObject(properties)).map(
    ([name, schema]) => [name, toArbitrary(schema)] as const,
  );
  const requiredKeys = Array.isArray(required) ? required.map(toName) : [];
  return fc.record(Object.fromEntries(fields), { requiredKeys });
}
