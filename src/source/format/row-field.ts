import type { Device, JsonObject, JsonValue } from "../../domain/index.ts";
import { DEVICES } from "../../domain/index.ts";
import { showValue } from "../excerpt.ts";
import { parseNumber, toText } from "../field.ts";
import { parseEpoch, parseInstant } from "../instant.ts";
import { type Refusal, refuse } from "../trouble.ts";

/** A text that must be there. */
export function requireText(record: JsonObject, field: string): string | Refusal {
  const text = toText(record[field])?.trim() ?? "";
  return text === "" ? refuse("SOURCE_FIELD_MISSING", { field }) : text;
}

/** A time that must be there: ISO 8601, or seconds or milliseconds since 1970 as a number. */
export function requireTime(record: JsonObject, field: string): number | Refusal {
  const value = record[field];
  if (value === undefined || value === null || value === "") return refuse("SOURCE_FIELD_MISSING", { field });
  const at =
    typeof value === "string"
      ? parseInstant(value)
      : typeof value === "number"
        ? parseEpoch(value)
        : Number.NaN;
  return Number.isNaN(at)
    ? refuse("SOURCE_FIELD_INVALID", { field, found: showValue(value), wanted: "a time" })
    : at;
}

/** A number, null when the record does not say, or a refusal when it says something else. */
export function optionalNumber(record: JsonObject, field: string): number | null | Refusal {
  const value = record[field];
  if (isNothing(value)) return null;
  const number =
    typeof value === "number" ? value : typeof value === "string" ? parseNumber(value) : Number.NaN;
  if (Number.isFinite(number)) return number;
  return refuse("SOURCE_FIELD_INVALID", { field, found: showValue(value), wanted: "a number" });
}

/** The same for a number that cannot be negative, such as a size or a count. */
export function optionalAmount(record: JsonObject, field: string): number | null | Refusal {
  const number = optionalNumber(record, field);
  if (typeof number !== "number" || number >= 0) return number;
  return refuse("SOURCE_FIELD_INVALID", { field, found: String(number), wanted: "a number from 0 up" });
}

/** What people write for a value that is not there. */
const isNothing = (value: JsonValue | undefined): boolean =>
  value === undefined || value === null || (typeof value === "string" && value.trim() === "");

/** The kind of device; null when the record does not say. A word of its own is no reason to lose an event. */
export function readDevice(value: JsonValue | undefined): Device | null {
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  return DEVICES.find((device) => device === word) ?? null;
}
