import type { JsonObject, JsonValue } from "../../domain/index.ts";

/** Whether lists and objects are nested deeper than `levels`, the value itself being the first level. */
export function isDeeperThan(value: JsonObject | JsonValue[], levels: number): boolean {
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const child of value) {
      if (typeof child === "object" && child !== null && isDeeperThan(child, levels - 1)) return true;
    }
    return false;
  }
  // What JSON.parse made has no inherited names, so `for in` sees own fields only, and makes no list of them.
  for (const name in value) {
    const child = value[name];
    if (typeof child === "object" && child !== null && isDeeperThan(child, levels - 1)) return true;
  }
  return false;
}
