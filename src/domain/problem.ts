/**
 * Every message that a user can see stands in a package's `problems.ts`, with a code that is never reused.
 * `tools/docs` gathers all catalogues into the reference of problems and checks that no code stands twice.
 */
export interface Problem {
  /** HTTP status of the problem where it leaves through the API. */
  readonly status: number;
  /** What is wrong; `{name}` is filled from the details. */
  readonly text: string;
  /** What to do next. */
  readonly remedy: string;
}
export type ProblemCatalogue = Readonly<Record<string, Problem>>;
export type ProblemDetails = Readonly<Record<string, string | number | boolean>>;

/** A problem with its code and its place holders filled. */
export interface ProblemReport {
  readonly code: string;
  readonly status: number;
  readonly text: string;
  readonly remedy: string;
}

/** An operating error that a user can act on. A bug is any other throw. */
export class GaitError extends Error {
  readonly report: ProblemReport;

  constructor(report: ProblemReport, options?: ErrorOptions) {
    super(`${report.text} ${report.remedy}`, options);
    this.name = "GaitError";
    this.report = report;
  }
}

export function describeProblem<C extends ProblemCatalogue>(
  catalogue: C,
  code: keyof C & string,
  details: ProblemDetails = {},
): ProblemReport {
  const problem = catalogue[code]!;
  return {
    code,
    status: problem.status,
    text: fillPlaceholders(problem.text, details),
    remedy: fillPlaceholders(problem.remedy, details),
  };
}

/** The same, as an error to throw: with details for the placeholders, and what caused it. */
export function toError<C extends ProblemCatalogue>(
  catalogue: C,
  code: keyof C & string,
  ...[details, options]: readonly [details?: ProblemDetails, options?: ErrorOptions]
): GaitError {
  return new GaitError(describeProblem(catalogue, code, details ?? {}), options);
}

function fillPlaceholders(template: string, details: ProblemDetails): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(details, name) ? String(details[name]) : whole,
  );
}
