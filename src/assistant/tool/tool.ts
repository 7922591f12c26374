import type { z } from "zod";
import type { JsonObject, JsonValue } from "../../domain/index.ts";
import type { Citation, Looked } from "../answer/answer.ts";
import { cleanText } from "../clean-text.ts";
import type { Facts } from "../look/facts.ts";
import type { AssistantQueries } from "../port.ts";

/** A look at the data that a program may ask for. Read-only, limited, with what it stands on. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  /** Takes what a program gave, as it came. Throws a `z.ZodError` where it does not fit the schema. */
  call(queries: AssistantQueries, input: unknown): Promise<ToolAnswer>;
}

export interface ToolAnswer {
  /** Plain JSON, its texts cleaned and cut. */
  readonly data: JsonObject;
  readonly citations: readonly Citation[];
  readonly looked: Looked;
}

/** Nothing is there that was asked for: that is an answer too. */
export interface NothingThere {
  readonly nothing: string;
}

export function defineTool<Shape extends z.ZodRawShape>(tool: {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject<Shape>;
  readonly look: (
    queries: AssistantQueries,
    input: z.infer<z.ZodObject<Shape>>,
  ) => Promise<Facts | NothingThere>;
}): Tool {
  const { name, title, description, input, look } = tool;
  return {
    name,
    title,
    description,
    input,
    async call(queries, given) {
      const facts = await look(queries, input.parse(given ?? {}));
      if ("nothing" in facts)
        return {
          data: { nothing: facts.nothing },
          citations: [],
          looked: { from: null, to: null, counts: {} },
        };
      return { ...facts, data: toPlain(facts.data) };
    },
  };
}

/** Items of one list that leave; more are counted. */
export const LIST_MAX = 50;
const DEPTH_MAX = 8;

/** Plain JSON with names as in the API; instants are ISO 8601, texts are cleaned, lists are cut. */
function toPlain(data: object): JsonObject {
  return toObject(data, 0);
}

function toObject(data: object, depth: number): JsonObject {
  const plain: JsonObject = {};
  for (const [key, value] of Object.entries(data)) {
    const name = toSnake(key);
    if (Array.isArray(value) && value.length > LIST_MAX) plain[`${name}_left_out`] = value.length - LIST_MAX;
    plain[name] = toJson(value, name, depth + 1);
  }
  return plain;
}

/** Instants stand under these names. */
const INSTANTS: ReadonlySet<string> = new Set([
  "at",
  "until",
  "from",
  "to",
  "first_at",
  "last_at",
  "as_of",
  "looked_at",
]);

function toJson(value: unknown, name: string, depth: number): JsonValue {
  if (value === null || value === undefined || depth > DEPTH_MAX) return null;
  if (typeof value === "string") return cleanText(value);
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return toNumber(value, name);
  if (typeof value !== "object") return null;
  return Array.isArray(value)
    ? value.slice(0, LIST_MAX).map((item: unknown) => toJson(item, name, depth + 1))
    : toObject(value, depth);
}

function toNumber(value: number, name: string): JsonValue {
  if (INSTANTS.has(name)) return new Date(value).toISOString();
  return Number.isFinite(value) ? Math.round(value * 10_000) / 10_000 : null;
}

const toSnake = (name: string): string =>
  cleanText(
    name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    60,
  );
