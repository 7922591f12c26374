import { describeProblem, GaitError, type ProblemCatalogue, type ProblemDetails } from "../problem.ts";

export const QUERY_PROBLEMS = {
  QUERY_SYNTAX: {
    status: 400,
    text: "The filter cannot be read at character {at}: {found} stands where {expected} should.",
    remedy:
      'Write for example: user:alice and action:(GetObject or PutObject) and not country:DE, or "free text".',
  },
  QUERY_FIELD: {
    status: 400,
    text: "The filter names a field {name} at character {at}, which {subject} do not have.{nearest}",
    remedy:
      "Pick one of the fields that GET /api/v1/fields lists, or put the text in quotes to look for it anywhere.",
  },
  QUERY_OPERATOR: {
    status: 400,
    text: "The filter compares {name} by {operator} at character {at}, which takes no order.",
    remedy: "Write {name}: and a value.",
  },
  QUERY_VALUE: {
    status: 400,
    text: "The filter gives {name} the value {value} at character {at}, where {expected} should stand.{nearest}",
    remedy: "Write for example: {example}.",
  },
  QUERY_LONG: {
    status: 400,
    text: "The filter is longer than {most} characters.",
    remedy: "Shorten it: one wildcard stands for many values.",
  },
  QUERY_DEEP: {
    status: 400,
    text: "The filter nests deeper than {most} brackets at character {at}.",
    remedy: "Take brackets away that change nothing, or ask in two steps.",
  },
  QUERY_TERMS: {
    status: 400,
    text: "The filter has more than {most} values or conditions.",
    remedy: "Use wildcards or ranges instead of long lists, or ask in two steps.",
  },
} as const satisfies ProblemCatalogue;

/** Where in a query something is wrong: characters from 0. */
export interface QuerySpan {
  readonly at: number;
  readonly length: number;
}

/** A query that cannot be read: where, and what to write instead. */
export class QueryProblem extends GaitError {
  readonly span: QuerySpan;

  constructor(code: keyof typeof QUERY_PROBLEMS, span: QuerySpan, details: ProblemDetails) {
    super(describeProblem(QUERY_PROBLEMS, code, { at: span.at + 1, ...details }));
    this.span = { at: span.at, length: span.length };
  }
}
