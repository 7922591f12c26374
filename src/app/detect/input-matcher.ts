import { LOGSOURCES, toDetector, toEntityText } from "../../detect/index.ts";
import { type EntityType, type Event, HOUR_MS, type JsonObject, SYSTEM_CLOCK } from "../../domain/index.ts";
import {
  compileSigma,
  explainMatch,
  extractCorrelationKeys,
  type Matcher,
  type RuleSet,
} from "../../sigma/index.ts";
import { type Input, openPath, type ReadOptions, readItems } from "../../source/index.ts";
import type { RuleMatchRows } from "../../store/index.ts";
import { attachFacts } from "../scan/attach-facts.ts";
import { readKnownBesides } from "../scan/known-besides.ts";
import { openEnricher } from "../scan/open-enricher.ts";
import type { ArchivedMatchInput, MatchPart, MatchSettings, MatchTask } from "./match-task.ts";

/** Looks at the records of archived inputs with all rules. */
export interface InputMatcher {
  match(task: MatchTask): AsyncGenerator<MatchPart>;
}

const KIND_RULE = 0;
const KIND_CORRELATION = 1;

export function createInputMatcher({ rules }: MatchSettings): InputMatcher {
  const ruleSet = compileSigma(rules);
  const matchers = new Map<string, Matcher>();
  const entities = ruleSet.rules.map((rule) => toDetector(rule, "rule").entity);
  const enricher = openEnricher(readKnownBesides());
  const matcherOf = (event: Event): Matcher => {
    const known = matchers.get(event.logType);
    if (known !== undefined) return known;
    const made = ruleSet.matcherFor(LOGSOURCES[event.logType]);
    matchers.set(event.logType, made);
    return made;
  };
  return {
    async *match(task) {
      const matched: { input: ArchivedMatchInput["hash"]; rows: RuleMatchRows }[] = [];
      let records = 0;
      for (const input of task.inputs) {
        const found = new FoundMatches(ruleSet, entities);
        const options: ReadOptions = {
          enricher,
          clock: SYSTEM_CLOCK,
          ...(input.format === null ? {} : { as: input.format }),
          ...(input.mapping === null ? {} : { mapping: input.mapping }),
        };
        for await (const items of readItems(toNamedInput(input), options)) {
          records += items.length;
          for (const item of items) {
            if (item.kind !== "event") continue;
            attachFacts(item.event, item.record);
            found.look(matcherOf(item.event), item);
          }
        }
        matched.push({ input: input.hash, rows: found.rows });
      }
      yield { task: task.number, last: true, matched, records };
    },
  };
}

/** The archive's file under the name that the input had: a delivery time in the name says what it is. */
const toNamedInput = ({ name, path }: ArchivedMatchInput): Input => {
  const file = openPath(path);
  return { name, sizeBytes: null, open: () => file.open() };
};

/** The match of a burst that says what matched: its first event in time, by id among equals. */
interface FirstOfBurst {
  readonly at: number;
  readonly id: string;
  readonly row: number;
}

interface LookedAt {
  readonly event: Event;
  readonly record: JsonObject;
  readonly position: number;
}

/** Matches of one input as columns. */
class FoundMatches {
  readonly #ruleSet: RuleSet;
  readonly #entities: readonly EntityType[];
  readonly #matched: number[] = [];
  readonly #positions: number[] = [];
  readonly #kinds: number[] = [];
  readonly #detectors: number[] = [];
  readonly #rules: number[] = [];
  readonly #groups: string[] = [];
  readonly #values: (number | string | null)[] = [];
  readonly #details: (string | null)[] = [];
  readonly #bursts = new Map<string, FirstOfBurst>();

  constructor(ruleSet: RuleSet, entities: readonly EntityType[]) {
    this.#ruleSet = ruleSet;
    this.#entities = entities;
  }

  get rows(): RuleMatchRows {
    return {
      length: this.#kinds.length,
      positions: this.#positions,
      kinds: this.#kinds,
      detectors: this.#detectors,
      rules: this.#rules,
      groups: this.#groups,
      values: this.#values,
      details: this.#details,
    };
  }

  look(matcher: Matcher, { event, record, position }: LookedAt): void {
    const matched = this.#matched;
    matched.length = 0;
    matcher.match(record, matched);
    for (const rule of matched) {
      if (!this.#ruleSet.rules[rule]!.silent) this.#addRule(rule, { event, record, position });
      for (const input of extractCorrelationKeys(this.#ruleSet, rule, record)) {
        this.#add(position, { kind: KIND_CORRELATION, detector: input.correlation, rule });
        this.#groups.push(input.group);
        this.#values.push(input.value);
        this.#details.push(null);
      }
    }
  }

  #addRule(rule: number, { event, record, position }: LookedAt): void {
    const row = this.#kinds.length;
    this.#add(position, { kind: KIND_RULE, detector: rule, rule });
    this.#groups.push("");
    this.#values.push(null);
    this.#details.push(null);
    const burst = `${rule} ${Math.floor(event.at / HOUR_MS)} ${toEntityText(event, this.#entities[rule]!)}`;
    const first = this.#bursts.get(burst);
    if (first !== undefined && (first.at < event.at || (first.at === event.at && first.id <= event.id)))
      return;
    if (first !== undefined) this.#details[first.row] = null;
    this.#details[row] = JSON.stringify(explainMatch(this.#ruleSet, rule, record));
    this.#bursts.set(burst, { at: event.at, id: event.id, row });
  }

  #add(
    position: number,
    { kind, detector, rule }: { readonly kind: number; readonly detector: number; readonly rule: number },
  ): void {
    this.#positions.push(position);
    this.#kinds.push(kind);
    this.#detectors.push(detector);
    this.#rules.push(rule);
  }
}
