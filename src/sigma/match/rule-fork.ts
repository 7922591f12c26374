import type { JsonObject } from "../../domain/index.ts";
import type { OneValue } from "../field/field-memory.ts";
import type { FieldPath } from "../field/field-path.ts";
import { MANY } from "../field/find-values.ts";
import { FORK_CHARS_MAX, FORK_NODES_MAX } from "../limits.ts";
import { compileValueTest } from "../value/value-test.ts";
import type { MatchContext } from "./match-context.ts";
import type { Search } from "./search.ts";

/** What a search comes to by some fields of a record alone; null: it depends on the rest. */
type Verdict = boolean | null;

/** Values of the fork's fields, in their order; `MANY` where nothing is known of one. */
type Known = readonly OneValue[];

export interface ForkedRule {
  readonly rule: number;
  readonly search: Search;
}

/** What the values of the fork's fields tell of the rules; each list is ascending. */
export interface Verdicts {
  /** Rules that match, whatever else the record holds. */
  readonly certain: readonly number[];
  /** Rules that may match. */
  readonly open: readonly number[];
}

interface Node extends Verdicts {
  readonly known: Known;
  readonly next: Map<OneValue, Node>;
}

const NONE: Verdicts = { certain: [], open: [] };

/**
 * Rules by the values of a few fields that most of them ask for. What can still match, when only these values are
 * known, is worked out once for each combination: a log has few different calls, tools and outcomes.
 */
export class RuleFork {
  readonly #fields: readonly { readonly path: FieldPath; readonly slot: number }[];
  readonly #judges: ((known: Known) => Verdict)[] = []; // sparse: by rule number
  readonly #context: MatchContext;
  readonly #all: readonly number[];
  #root: Node;
  #nodes = 0;

  constructor(fields: readonly FieldPath[], rules: readonly ForkedRule[], context: MatchContext) {
    this.#fields = fields.map((path) => ({ path, slot: context.fields.slotOf(path) }));
    this.#context = context;
    const places = new Map(fields.map(({ name }, place) => [name, place]));
    for (const { rule, search } of rules) this.#judges[rule] = compileJudge(search, places, context);
    this.#all = rules.map(({ rule }) => rule);
    this.#root = this.#begin();
  }

  /** What is known of the rules by the record's values of a few fields. */
  judge(record: JsonObject): Verdicts {
    let node = this.#root;
    for (let i = 0; i < this.#fields.length; i++) {
      if (node.open.length === 0 && node.certain.length === 0) return NONE;
      const { path, slot } = this.#fields[i]!;
      const value = this.#context.fields.read(slot, record, path);
      const next = node.next.get(value);
      node = next === undefined ? this.#grow(node, value) : next;
    }
    return node;
  }

  #begin(): Node {
    this.#nodes = 0;
    return { certain: [], open: this.#all, known: [], next: new Map() };
  }

  /** Past the limit all is forgotten: only logs of made-up names get there. */
  #grow(from: Node, value: OneValue): Node {
    const known: Known = [...from.known, value];
    const open = this.#fields.slice(known.length).map((): OneValue => MANY);
    const padded: Known = [...known, ...open];
    const certain: number[] = [...from.certain];
    const still: number[] = [];
    for (const rule of from.open) {
      const verdict = this.#judges[rule]!(padded);
      if (verdict !== false) (verdict === true ? certain : still).push(rule);
    }
    const node: Node = { certain: certain.sort((a, b) => a - b), open: still, known, next: new Map() };
    if (typeof value === "string" && value.length > FORK_CHARS_MAX) return node;
    if (this.#nodes >= FORK_NODES_MAX) this.#root = this.#begin();
    else from.next.set(value, node);
    this.#nodes++;
    return node;
  }
}

/** A search as a function of the known fields alone. Says true and false only where the rest cannot change it. */
function compileJudge(
  search: Search,
  places: ReadonlyMap<string, number>,
  context: MatchContext,
): (known: Known) => Verdict {
  switch (search.kind) {
    case "all":
    case "any":
    case "at-least": {
      const parts = search.parts.map((part) => compileJudge(part, places, context));
      const wanted = search.kind === "all" ? parts.length : search.kind === "any" ? 1 : search.count;
      return (known) => judgeCount(parts, wanted, known);
    }
    case "not": {
      const judge = compileJudge(search.part, places, context);
      return (known) => {
        const verdict = judge(known);
        return verdict === null ? null : !verdict;
      };
    }
    case "field": {
      const place = places.get(search.path.name);
      if (place === undefined) return undecided;
      const holds = compileValueTest(search.test, context.texts);
      return (known) => {
        const value = known[place];
        if (value === MANY) return null;
        return value !== undefined && holds(value);
      };
    }
    case "keyword":
    case "presence":
    case "reference":
    case "pending":
      return undecided;
  }
}

const undecided = (): null => null;

/** Whether at least `wanted` of the parts hold. */
function judgeCount(parts: readonly ((known: Known) => Verdict)[], wanted: number, known: Known): Verdict {
  let holding = 0;
  let open = 0;
  for (const part of parts) {
    const verdict = part(known);
    if (verdict === true) holding++;
    else if (verdict === null) open++;
  }
  if (holding >= wanted) return true;
  return holding + open >= wanted ? null : false;
}
