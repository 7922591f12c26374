import { compileFieldPath, type FieldPath } from "../field/field-path.ts";
import { EXPANSIONS_MAX } from "../limits.ts";
import { allOf, anyOf, type ReferencePart, type Search } from "../match/search.ts";
import type { Complaint } from "../problems.ts";
import { compileSafeRegex } from "../regex/safe-regex.ts";
import { formatCidr, maskCidr, parseCidr } from "../value/cidr.ts";
import { toPattern } from "../value/pattern.ts";
import { TIME_PART_RANGES } from "../value/time-part.ts";
import type { ValueTest } from "../value/value-test.ts";
import type { ProblemSink } from "../yaml/problem-log.ts";
import type { DetectionItem, ItemValue } from "./detection-item.ts";
import type { Position } from "./modifier-chain.ts";
import { expandPlaceholders, type Placeholders } from "./placeholders.ts";
import { toTokenVariants } from "./text-tokens.ts";

/** What an item asks for, or null after a complaint. */
export function buildSearch(
  item: DetectionItem,
  placeholders: Placeholders,
  sink: ProblemSink,
): Search | null {
  const expanded = item.chain.expand ? expandValues(item, placeholders, sink) : item.values;
  if (expanded === null) return null;
  const builder = new ItemBuilder(item, sink);
  const parts = expanded.map((value) => builder.build(value));
  const whole = parts.filter((part) => part !== null);
  if (whole.length < parts.length || whole.length === 0) return null;
  const joined = item.chain.all ? allOf(whole) : anyOf(mergeTests(whole));
  return item.chain.neq ? { kind: "not", part: joined } : joined;
}

function expandValues(
  item: DetectionItem,
  placeholders: Placeholders,
  sink: ProblemSink,
): readonly ItemValue[] | null {
  const values: ItemValue[] = [];
  for (const value of item.values) {
    if (typeof value.value !== "string") {
      values.push(value);
      continue;
    }
    const result = expandPlaceholders(value.text, placeholders);
    if (result.kind === "unknown") {
      sink.addAt(value.place, { code: "SIGMA_PLACEHOLDER_UNKNOWN", details: { name: result.name } });
      return null;
    }
    if (result.kind === "limit" || values.length + result.texts.length > EXPANSIONS_MAX) {
      sink.addAt(value.place, { code: "SIGMA_EXPANSION_LIMIT", details: { max: EXPANSIONS_MAX } });
      return null;
    }
    if (result.names === 0) sink.addAt(value.place, { code: "SIGMA_PLACEHOLDER_NONE" });
    for (const text of result.texts) values.push({ value: text, text, place: value.place });
  }
  return values;
}

/** A list of alternatives on one field becomes one test: the field is looked up once. */
function mergeTests(parts: readonly Search[]): readonly Search[] {
  const tests: ValueTest[] = [];
  const others: Search[] = [];
  for (const part of parts) {
    if (part.kind === "field" || part.kind === "keyword") tests.push(...flatTests(part.test));
    else others.push(part);
  }
  const first = parts.find((part) => part.kind === "field" || part.kind === "keyword");
  if (first === undefined || tests.length < 2) return parts;
  return [{ ...first, test: { kind: "any", tests } }, ...others];
}

function flatTests(test: ValueTest): readonly ValueTest[] {
  return test.kind === "any" ? test.tests.flatMap(flatTests) : [test];
}

const SAID_VALUES_MAX = 5;

/** The item in words, for explanations: `contains 'S3 Browser'`. */
function sayItem(item: DetectionItem): string {
  const plain = item.path === null ? "contains" : "equals";
  const how = item.chain.names.length === 0 ? plain : item.chain.names.join("|");
  const shown = item.values
    .slice(0, SAID_VALUES_MAX)
    .map((value) => (value.value === null ? "null" : `'${value.text}'`));
  const more =
    item.values.length > SAID_VALUES_MAX ? `, and ${item.values.length - SAID_VALUES_MAX} more` : "";
  return `${how} ${shown.join(item.chain.all ? " and " : " or ")}${more}`;
}

class ItemBuilder {
  readonly #item: DetectionItem;
  readonly #sink: ProblemSink;
  readonly #said: string;

  constructor(item: DetectionItem, sink: ProblemSink) {
    this.#item = item;
    this.#sink = sink;
    this.#said = sayItem(item);
  }

  build(value: ItemValue): Search | null {
    switch (this.#item.chain.family) {
      case "text":
        return this.#buildText(value);
      case "regex":
        return this.#buildRegex(value);
      case "cidr":
        return this.#buildCidr(value);
      case "exists":
        return this.#buildExists(value);
      case "compare":
        return this.#buildCompare(value);
      case "time":
        return this.#buildTime(value);
      case "reference":
        return this.#buildReference(value);
    }
  }

  #test(test: ValueTest): Search {
    const { path } = this.#item;
    return path === null
      ? { kind: "keyword", test, said: this.#said }
      : { kind: "field", path, test, said: this.#said };
  }

  #complain(value: ItemValue, complaint: Complaint): null {
    this.#sink.addAt(value.place, complaint);
    return null;
  }

  #complainValue(value: ItemValue, wanted: string, suggestion?: string): null {
    const { chain } = this.#item;
    const modifier = chain.names.join("|") || "equality";
    const found = value.value === null ? "null" : `'${value.text}'`;
    return this.#complain(value, {
      code: "SIGMA_MODIFIER_VALUE",
      details: { modifier, wanted, found },
      suggestion,
    });
  }

  #buildText(value: ItemValue): Search | null {
    const { chain, path } = this.#item;
    if (value.value === null) {
      const plain = chain.names.every((name) => name === "neq" || name === "all" || name === "cased");
      if (!plain || path === null)
        return this.#complainValue(value, "a text", "Write `field: null` without modifiers.");
      return { kind: "presence", path, wanted: "null", said: this.#said };
    }
    // 012 is the text 012 and the number 12; 1.0 is also 1. Either way of writing it in a record counts.
    const spellings =
      typeof value.value === "number" ? [...new Set([value.text, String(value.value)])] : [value.text];
    const tests: ValueTest[] = [];
    for (const spelling of spellings) {
      // A keyword is looked for inside every value of the record.
      const anywhere = path === null && chain.position === null;
      const result = toTokenVariants(spelling, anywhere ? { ...chain, position: "contains" } : chain);
      if (result.kind === "wildcard") {
        return this.#complain(value, {
          code: "SIGMA_BASE64_WILDCARD",
          details: { modifier: chain.encodings.join("|") },
        });
      }
      if (result.kind === "limit") {
        return this.#complain(value, { code: "SIGMA_EXPANSION_LIMIT", details: { max: EXPANSIONS_MAX } });
      }
      for (const tokens of result.variants) {
        tests.push({ kind: "text", pattern: toPattern(tokens, chain.cased), cased: chain.cased });
      }
    }
    return this.#test(tests.length === 1 ? tests[0]! : { kind: "any", tests });
  }

  #buildRegex(value: ItemValue): Search | null {
    if (value.value === null) return this.#complainValue(value, "an expression");
    const result = compileSafeRegex(value.text, this.#item.chain.regexFlags);
    if (result.kind === "ok") return this.#test({ kind: "regex", regex: result.regex });
    const { reason, suggestion } = result;
    return this.#complain(value, { code: "SIGMA_REGEX_INVALID", details: { reason }, suggestion });
  }

  #buildCidr(value: ItemValue): Search | null {
    const cidr = parseCidr(value.text);
    if (cidr === null) {
      const single = parseCidr(`${value.text}/${value.text.includes(":") ? 128 : 32}`);
      const suggestion = single === null ? null : `Write ${formatCidr(single)}.`;
      return this.#complain(value, {
        code: "SIGMA_CIDR_INVALID",
        details: { found: `'${value.text}'` },
        suggestion,
      });
    }
    const masked = maskCidr(cidr);
    if (formatCidr(masked) !== formatCidr(cidr)) {
      const details = { found: value.text, wanted: formatCidr(masked) };
      this.#sink.addAt(value.place, { code: "SIGMA_CIDR_HOST_BITS", details });
    }
    return this.#test({ kind: "cidr", cidr: masked });
  }

  #buildExists(value: ItemValue): Search | null {
    const { path } = this.#item;
    if (typeof value.value !== "boolean" || path === null) {
      return this.#complainValue(value, path === null ? "a field" : "true or false");
    }
    return { kind: "presence", path, wanted: value.value ? "present" : "absent", said: this.#said };
  }

  #readNumber(value: ItemValue): number | null {
    if (typeof value.value === "number" && Number.isFinite(value.value)) return value.value;
    const quoted = typeof value.value === "string" && /^-?\d+(\.\d+)?$/.test(value.value);
    return this.#complainValue(value, "a number", quoted ? `Write ${value.text} without quotes.` : undefined);
  }

  #buildCompare(value: ItemValue): Search | null {
    const bound = this.#readNumber(value);
    const { comparison } = this.#item.chain;
    return bound === null || comparison === null ? null : this.#test({ kind: "compare", comparison, bound });
  }

  #buildTime(value: ItemValue): Search | null {
    const bound = this.#readNumber(value);
    const { timePart: part, comparison } = this.#item.chain;
    if (bound === null || part === null) return null;
    const [least, most] = TIME_PART_RANGES[part];
    if (bound < least || bound > most || !Number.isInteger(bound)) {
      return this.#complainValue(value, `a whole number from ${least} to ${most}`);
    }
    return this.#test({ kind: "time", part, comparison: comparison ?? "eq", bound });
  }

  #buildReference(value: ItemValue): Search | null {
    const { path, chain } = this.#item;
    const other: FieldPath | string =
      typeof value.value === "string" ? compileFieldPath(value.value) : "it is no text";
    if (path === null || typeof other === "string") return this.#complainValue(value, "the name of a field");
    const part = chain.position === null ? "whole" : REFERENCE_PARTS[chain.position];
    return { kind: "reference", path, other, part, cased: chain.cased, said: this.#said };
  }
}

const REFERENCE_PARTS: Readonly<Record<Position, ReferencePart>> = {
  contains: "within",
  startswith: "start",
  endswith: "end",
};
