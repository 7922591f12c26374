import type { EpochMs } from "../id.ts";
import { suggestNearest } from "../nearest.ts";
import type { Condition } from "./condition.ts";
import { QUERY_CHARS_MAX, QUERY_DEPTH_MAX, QUERY_TERMS_MAX } from "./limits.ts";
import { QueryProblem, type QuerySpan } from "./problems.ts";
import type { QueryField, QuerySubject } from "./query-field.ts";
import { findField, listFieldNames } from "./query-fields.ts";
import { readComparison, toPattern } from "./read-value.ts";
import { type Operator, Scanner } from "./scanner.ts";

export interface ParseOptions {
  /** Whose fields the query may name. */
  readonly subject: QuerySubject;
  /** What `now` and `today` mean. */
  readonly now: EpochMs;
}

/**
 * Reads a query: conditions on fields (`user:alice`, `bytes > 100mb`, `action:(Get* or Put*)`, `country:*`), free text,
 * `and`, `or`, `not`, brackets. Conditions side by side must both hold. An empty query asks for everything.
 * Throws QueryProblem, which says where.
 */
export function parseQuery(text: string, options: ParseOptions): Condition {
  if (text.length > QUERY_CHARS_MAX)
    throw new QueryProblem(
      "QUERY_LONG",
      { at: QUERY_CHARS_MAX, length: text.length - QUERY_CHARS_MAX },
      { most: QUERY_CHARS_MAX },
    );
  const parser = new Parser(text, options);
  return parser.readWhole();
}

/** A field whose values are read inside its brackets. */
interface Compared {
  readonly field: QueryField;
  readonly operator: Operator;
}

class Parser {
  readonly #scanner: Scanner;
  readonly #options: ParseOptions;
  #depth = 0;
  #terms = 0;

  constructor(text: string, options: ParseOptions) {
    this.#scanner = new Scanner(text);
    this.#options = options;
  }

  readWhole(): Condition {
    if (this.#scanner.isAtEnd()) return { kind: "always" };
    const condition = this.readAny(null);
    if (!this.#scanner.isAtEnd()) throw this.#scanner.toProblem("and, or, or the end");
    return condition;
  }

  private readAny(compared: Compared | null): Condition {
    const parts = [this.readAll(compared)];
    while (this.#scanner.takeKeyword("or") || (compared !== null && this.isBeforeValue()))
      parts.push(this.readAll(compared));
    return parts.length === 1 ? parts[0]! : { kind: "any", parts };
  }

  private readAll(compared: Compared | null): Condition {
    const parts = [this.readNot(compared)];
    for (;;) {
      if (this.#scanner.takeKeyword("and")) parts.push(this.readNot(compared));
      else if (compared === null && this.isBeforeValue()) parts.push(this.readNot(compared));
      else return parts.length === 1 ? parts[0]! : { kind: "all", parts };
    }
  }

  /** Whether something stands here that begins a condition. Commas between values are passed over. */
  private isBeforeValue(): boolean {
    while (this.#scanner.take(","));
    if (this.#scanner.isAtEnd() || this.#scanner.isBeforeKeyword("and", "or")) return false;
    return this.#scanner.text[this.#scanner.at] !== ")";
  }

  private readNot(compared: Compared | null): Condition {
    if (!this.#scanner.takeKeyword("not") && !this.#scanner.takeMinus()) return this.readOne(compared);
    return this.descend(() => ({ kind: "not", part: this.readNot(compared) }));
  }

  private readOne(compared: Compared | null): Condition {
    if (this.#scanner.take("(")) return this.readBrackets(compared);
    this.countTerm();
    if (compared !== null) return this.readValue(compared);
    const named = this.#scanner.takeField();
    if (named === null) {
      if (this.#scanner.isBeforeKeyword("and", "or")) throw this.#scanner.toProblem("a condition");
      return { kind: "anywhere", pattern: toPattern(this.#scanner.takeWord("a condition")) };
    }
    const field = this.find(named.name, named.span);
    const operator = named.operator === ":" ? (this.#scanner.takeComparison() ?? ":") : named.operator;
    const condition = this.readOperand({ field, operator });
    return operator === "!=" ? { kind: "not", part: condition } : condition;
  }

  private readOperand(compared: Compared): Condition {
    return this.#scanner.take("(") ? this.readBrackets(compared) : this.readValue(compared);
  }

  private readValue({ field, operator }: Compared): Condition {
    if (this.#scanner.isBeforeKeyword("and", "or"))
      throw this.#scanner.toProblem(`a value of ${field.name} (a value such as "or" goes in quotes)`);
    const word = this.#scanner.takeWord(`a value of ${field.name}`);
    return readComparison({ field, operator, word, now: this.#options.now });
  }

  private readBrackets(compared: Compared | null): Condition {
    return this.descend(() => {
      const condition = this.readAny(compared);
      if (!this.#scanner.take(")")) throw this.#scanner.toProblem("and, or, or a closing bracket");
      return condition;
    });
  }

  private descend(read: () => Condition): Condition {
    if (++this.#depth > QUERY_DEPTH_MAX)
      throw new QueryProblem("QUERY_DEEP", { at: this.#scanner.at, length: 1 }, { most: QUERY_DEPTH_MAX });
    const condition = read();
    this.#depth--;
    return condition;
  }

  private countTerm(): void {
    if (++this.#terms > QUERY_TERMS_MAX)
      throw new QueryProblem("QUERY_TERMS", { at: this.#scanner.at, length: 1 }, { most: QUERY_TERMS_MAX });
  }

  private find(name: string, span: QuerySpan): QueryField {
    const { subject } = this.#options;
    const field = findField(subject, name);
    if (field !== null) return field;
    const nearest = suggestNearest(name, listFieldNames(subject));
    throw new QueryProblem("QUERY_FIELD", span, {
      name: JSON.stringify(name.slice(0, 60)),
      subject,
      nearest: nearest === null ? "" : ` ${nearest}`,
    });
  }
}
