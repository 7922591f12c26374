import { parse } from "yaml";
import type { JsonObject, JsonValue } from "../src/domain/index.ts";

/**
 * A second reading of Sigma rules, as plain as possible and sharing nothing with the engine: it interprets the
 * detection anew for every record, without index or compiler. Only what SigmaHQ's CloudTrail rules use, and only for
 * rules that are right.
 */
export function isNaiveMatch(ruleText: string, record: JsonObject): boolean {
  const { condition, ...selections } = parseDetection(ruleText);
  const names = Object.keys(selections);
  let text = toText(condition ?? null);
  const truth = (name: string): boolean => selectionHolds(selections[name], record);
  text = text.replaceAll(/\b(1|all) of ([\w*]+)/g, (_, quantity: string, pattern: string) => {
    const chosen = names.filter((name) =>
      pattern === "them"
        ? !name.startsWith("_")
        : new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(name),
    );
    return String(quantity === "1" ? chosen.some(truth) : chosen.every(truth));
  });
  text = text.replaceAll(/\w+/g, (word) => {
    if (["and", "or", "not", "true", "false"].includes(word)) return word;
    return String(truth(word));
  });
  return reduceTruth(text);
}

const parsed = new Map<string, Record<string, JsonValue>>();

function parseDetection(ruleText: string): Record<string, JsonValue> {
  let detection = parsed.get(ruleText);
  if (detection === undefined) {
    detection = (parse(ruleText) as { detection: Record<string, JsonValue> }).detection;
    parsed.set(ruleText, detection);
  }
  return detection;
}

/** Replaces the innermost and strongest parts of an expression over true and false until one word is left. */
function reduceTruth(expression: string): boolean {
  let text = expression.replaceAll(/\s+/g, " ").trim();
  for (;;) {
    const before = text;
    text = text.replaceAll(/\( ?(true|false) ?\)/g, "$1");
    text = text.replaceAll(/\bnot (true|false)/g, (_, word: string) => (word === "true" ? "false" : "true"));
    if (text !== before) continue;
    text = text.replace(/\b(true|false) and (true|false)\b/, (_, a: string, b: string) =>
      String(a === "true" && b === "true"),
    );
    if (text !== before) continue;
    text = text.replace(/\b(true|false) or (true|false)\b(?! and)/, (_, a: string, b: string) =>
      String(a === "true" || b === "true"),
    );
    if (text !== before) continue;
    if (text !== "true" && text !== "false") throw new Error(`not reduced: ${text}`);
    return text === "true";
  }
}

function selectionHolds(selection: JsonValue | undefined, record: JsonObject): boolean {
  if (Array.isArray(selection)) return selection.some((item) => selectionHolds(item, record));
  return Object.entries(selection as Record<string, JsonValue>).every(([key, wanted]) =>
    fieldHolds(key, wanted, record),
  );
}

function fieldHolds(key: string, wanted: JsonValue, record: JsonObject): boolean {
  const [field = "", ...modifiers] = key.split("|");
  const found = lookUp(record, field.split("."));
  const list = Array.isArray(wanted) ? wanted : [wanted];
  const one = (value: JsonValue): boolean => {
    if (value === null) return found.every((item) => item === null);
    if (modifiers.includes("exists")) return found.length > 0 === value;
    if (modifiers.includes("fieldref")) {
      const others = lookUp(record, toText(value).split("."))
        .flatMap(openArray)
        .filter((item) => item !== null);
      return found
        .flatMap(openArray)
        .some(
          (item) =>
            item !== null &&
            others.some((other) => toText(item).toLowerCase() === toText(other).toLowerCase()),
        );
    }
    const pattern = toRegExp(value, modifiers);
    return found.flatMap(openArray).some((item) => item !== null && pattern.test(toText(item)));
  };
  return modifiers.includes("all") ? list.every(one) : list.some(one);
}

/** Every value at a path, dots in keys and arrays included; strings on the way are read as JSON. */
function lookUp(node: JsonValue, path: readonly string[]): JsonValue[] {
  if (path.length === 0) return [node];
  if (Array.isArray(node)) return node.flatMap((item) => lookUp(item, path));
  if (typeof node === "string") {
    for (const text of [node, decode(node)]) {
      try {
        return lookUp(JSON.parse(text) as JsonValue, path);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
      }
    }
    return [];
  }
  if (typeof node !== "object" || node === null) return [];
  const found: JsonValue[] = [];
  for (let length = 1; length <= path.length; length++) {
    const key = path.slice(0, length).join(".");
    if (Object.hasOwn(node, key)) found.push(...lookUp(node[key] ?? null, path.slice(length)));
  }
  return found;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return text;
  }
}

const openArray = (value: JsonValue): JsonValue[] =>
  Array.isArray(value) ? [...value.flatMap(openArray), value] : [value];
const toText = (value: JsonValue): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

const expressions = new Map<string, RegExp>();

function toRegExp(value: JsonValue, modifiers: readonly string[]): RegExp {
  const key = JSON.stringify([toText(value), ...modifiers]);
  const known = expressions.get(key) ?? writeRegExp(toText(value), modifiers);
  expressions.set(key, known);
  return known;
}

function writeRegExp(text: string, modifiers: readonly string[]): RegExp {
  if (modifiers.includes("re")) return new RegExp(text);
  let source = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === "\\" && "\\*?".includes(text[i + 1] ?? "x")) source += `\\${text[++i]}`;
    else if (char === "*") source += "[^]*";
    else if (char === "?") source += "[^]";
    else source += char.replace(/[\\^$.+()[\]{}|/-]/, "\\$&");
  }
  const before = modifiers.includes("contains") || modifiers.includes("endswith") ? "[^]*" : "";
  const after = modifiers.includes("contains") || modifiers.includes("startswith") ? "[^]*" : "";
  return new RegExp(`^${before}${source}${after}$`, modifiers.includes("cased") ? "" : "i");
}
