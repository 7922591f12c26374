import { isJsonObject, type JsonObject, type JsonValue } from "../domain/index.ts";

/** A text that says something: not absent, not null, not empty, not another type. */
export const textOf = (value: JsonValue | undefined): string | null =>
  typeof value === "string" && value !== "" ? value : null;

export const objectOf = (value: JsonValue | undefined): JsonObject | null =>
  isJsonObject(value) ? value : null;

/** The field's own value: a name such as `constructor` never reaches the prototype. */
export function fieldOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The value behind a path of field names, undefined where the path ends early. */
export function pathOf(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  let current = value;
  for (const name of path) current = fieldOf(current, name);
  return current;
}

/** CloudTrail writes booleans as booleans, or as text; null for anything else. */
export function booleanOf(value: JsonValue | undefined): boolean | null {
  if (typeof value === "boolean") return value;
  if (typeof value !== "string") return null;
  const text = value.toLowerCase();
  return text === "true" ? true : text === "false" ? false : null;
}

/** One value, a list, or CloudTrail's `{"items": [...]}`, as a list of at most `LIST_MAX` values. */
export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  const items = fieldOf(value, "items") ?? fieldOf(value, "item") ?? value;
  if (items === undefined || items === null) return NOTHING;
  if (!Array.isArray(items)) return [items];
  return items.length > LIST_MAX ? items.slice(0, LIST_MAX) : items;
}
const NOTHING: readonly JsonValue[] = [];

/** AWS allows 1,000 rules in a security group and far fewer principals in a policy. */
export const LIST_MAX = 10_000;

/** The same text, cut to `max` characters, in memory of its own: a slice would keep a megabyte alive. */
export function clip(text: string, max: number): string {
  return text.length <= max ? text : Buffer.from(text.slice(0, max)).toString();
}
