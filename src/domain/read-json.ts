import { isJsonObject, type JsonObject, type JsonValue } from "./json.ts";

// What is read of objects that nobody promises the shape of: what is not there, or of another kind, is null or empty.

/** Null: it is no text, or an empty one. */
export const readText = (object: JsonObject, key: string): string | null => {
  const value = object[key];
  return typeof value === "string" && value !== "" ? value : null;
};

export const readNumber = (object: JsonObject, key: string): number | null => {
  const value = object[key];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
};

export const readObject = (object: JsonObject, key: string): JsonObject | null => {
  const value = object[key];
  return isJsonObject(value) ? value : null;
};

export const readList = (object: JsonObject | null, key: string): readonly JsonValue[] => {
  const value = object?.[key];
  return Array.isArray(value) ? value : [];
};

/** The texts of a list; what else stands in it is left out. */
export const readTexts = (object: JsonObject, key: string): readonly string[] =>
  readList(object, key).filter((value) => typeof value === "string");
