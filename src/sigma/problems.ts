import { describeProblem, type Problem, type ProblemDetails } from "../domain/index.ts";

interface SigmaProblemText extends Problem {
  /** An error keeps the document out; a warning does not. */
  readonly level: "error" | "warning";
}

const error = (text: string, remedy: string): SigmaProblemText => ({
  status: 422,
  level: "error",
  text,
  remedy,
});
const warning = (text: string, remedy: string): SigmaProblemText => ({
  status: 422,
  level: "warning",
  text,
  remedy,
});

/** Everything that can be wrong with a rule file. */
export const SIGMA_PROBLEMS = {
  SIGMA_FILE_EMPTY: error(
    "The file holds no document.",
    "Write a Sigma rule, correlation or filter into it, or remove it.",
  ),
  SIGMA_FILE_TOO_LARGE: error(
    "The file has {chars} characters, more than {max}.",
    "Split it into several files.",
  ),
  SIGMA_YAML_INVALID: error(
    "This is not valid YAML: {reason}",
    "Correct the YAML; quote text that holds `: `, `#`, `*` or `%` at its start.",
  ),
  SIGMA_YAML_TOO_LARGE: error(
    "The document grows beyond {max} nodes.",
    "Remove aliases that multiply, or split the document.",
  ),
  SIGMA_YAML_TOO_DEEP: error("The document is nested deeper than {max} levels.", "Flatten it."),
  SIGMA_DOCUMENT_NOT_MAP: error("A Sigma document is a map, this is {found}.", "Begin with `title:`."),
  SIGMA_ACTION_UNKNOWN: error("The action {found} is unknown.", "Use global, reset or repeat."),
  SIGMA_MISSING: error("{what} is missing.", "Add it."),
  SIGMA_WRONG_TYPE: error("{what} must be {wanted}, this is {found}.", "Correct the value."),
  SIGMA_EMPTY: error("{what} is empty.", "Give it a value, or remove it."),
  SIGMA_VALUE_UNKNOWN: error("{what} {found} is unknown.", "Use one of: {known}."),
  SIGMA_KEY_SUSPICIOUS: warning(
    "The key {found} is not one of Sigma's and looks like {near}.",
    "Write {near}, or rename the key if it is your own.",
  ),
  SIGMA_ID_NOT_UUID: warning("The id {found} is not a UUID.", "Use a random UUID (version 4)."),
  SIGMA_TAG_INVALID: warning(
    "The tag {found} is not of the form namespace.name in lower case.",
    "Write for example attack.t1078 or attack.initial-access.",
  ),
  SIGMA_DATE_INVALID: warning("{what} {found} is no date.", "Write YYYY-MM-DD."),
  SIGMA_DUPLICATE_ID: error(
    "The id {id} is already used by {other}.",
    "Give this document an id of its own.",
  ),
  SIGMA_DUPLICATE_NAME: error(
    "The name {name} is already used by {other}.",
    "Give this document a name of its own.",
  ),
  SIGMA_MODIFIER_UNKNOWN: error("The modifier {found} is unknown.", "Use one of: {known}."),
  SIGMA_MODIFIER_CHAIN: error("The modifiers {chain} do not go together: {reason}.", "Change the chain."),
  SIGMA_MODIFIER_VALUE: error(
    "The modifier {modifier} needs {wanted}, this is {found}.",
    "Correct the value.",
  ),
  SIGMA_ALL_SINGLE: warning(
    "The modifier all stands on a single value and does nothing.",
    "Give a list, or remove all.",
  ),
  SIGMA_NULL_IN_LIST: warning(
    "null stands in a list of values.",
    "Sigma wants a selection of its own for null; Gait reads it as one of the alternatives.",
  ),
  SIGMA_FIELD_INVALID: error(
    "The field name {found} cannot be looked up: {reason}.",
    "Correct the field name.",
  ),
  SIGMA_REGEX_INVALID: error("The regular expression cannot be used: {reason}.", "Correct the expression."),
  SIGMA_CIDR_INVALID: error("{found} is no CIDR network.", "Write for example 10.0.0.0/8 or 2001:db8::/32."),
  SIGMA_CIDR_HOST_BITS: warning("The network {found} has bits set outside its prefix.", "Write {wanted}."),
  SIGMA_BASE64_WILDCARD: error(
    "A value with wildcards cannot be encoded with {modifier}.",
    "Escape the wildcards with a backslash, or remove them.",
  ),
  SIGMA_PLACEHOLDER_UNKNOWN: error(
    "No values were given for the placeholder %{name}%.",
    "Supply values for it when the rules are compiled.",
  ),
  SIGMA_PLACEHOLDER_NONE: warning(
    "The modifier expand stands on a value without a placeholder.",
    "Write %name%, or remove expand.",
  ),
  SIGMA_EXPANSION_LIMIT: error(
    "The item grows into more than {max} values.",
    "Use fewer placeholders or fewer values for them.",
  ),
  SIGMA_CONDITION_SYNTAX: error(
    "The condition cannot be read: {reason}.",
    "Use selection names, and, or, not, parentheses, `1 of name*` and `all of name*`.",
  ),
  SIGMA_CONDITION_TOO_LONG: error(
    "The condition is longer than {max} characters or nested deeper than {depth} levels.",
    "Simplify it, or use several rules.",
  ),
  SIGMA_CONDITION_NAME_UNKNOWN: error(
    "The condition names {found}, which is not defined.",
    "Define it, or use one of: {known}.",
  ),
  SIGMA_CONDITION_PATTERN_EMPTY: error(
    "No selection is meant by {found}.",
    "Define a selection of that name, or change the pattern.",
  ),
  SIGMA_CONDITION_COUNT: error(
    "The condition wants {wanted} of {found}, which is only {defined}.",
    "Lower the number.",
  ),
  SIGMA_CONDITION_AGGREGATION: error(
    "Aggregations in the condition (`| {found}`) are no longer part of Sigma.",
    "Remove the part from `|` on and add a correlation document that refers to this rule.",
  ),
  SIGMA_TIMEFRAME_IGNORED: warning(
    "timeframe belonged to aggregations in the condition and has no meaning any more.",
    "Use a correlation with timespan.",
  ),
  SIGMA_SELECTION_UNUSED: warning(
    "The selection {found} is not used by the condition.",
    "Use it or remove it.",
  ),
  SIGMA_FILTER_POSITIVE: warning(
    "This filter keeps only events that match it: its condition is joined to the rule's with `and`.",
    "Write `condition: not {found}` to leave such events out.",
  ),
  SIGMA_FILTER_NO_RULE: warning(
    "The filter applies to no rule: {found} is not among the loaded rules of its log source.",
    "Correct the reference, or load the rule too.",
  ),
  SIGMA_TIMESPAN_INVALID: error(
    "The timespan {found} cannot be read.",
    "Write a number and one of s, m, h, d, w, M, for example 90m; a year at most.",
  ),
  SIGMA_CORRELATION_REFERENCE: error(
    "The correlation refers to {found}, which is not loaded.",
    "Correct the id or name, or load the rule too.",
  ),
  SIGMA_CORRELATION_CYCLE: error("The correlation refers to itself through {found}.", "Break the circle."),
  SIGMA_CORRELATION_DEPTH: error(
    "Correlations stand on correlations in more than {max} levels.",
    "Flatten them.",
  ),
  SIGMA_CORRELATION_FANOUT: error(
    "More than {max} ways lead from this correlation to others that stand on it; it is left out.",
    "Let fewer correlations stand on it.",
  ),
  SIGMA_CORRELATION_CONDITION: error(
    "The correlation's condition cannot be used: {reason}.",
    "Correct the condition.",
  ),
  SIGMA_CORRELATION_THRESHOLD: error(
    "The correlation waits for {found} events or values; a window holds at most {max}.",
    "Lower the number.",
  ),
  SIGMA_ALIAS_INCOMPLETE: error(
    "The alias {alias} does not say which field it means in {rule}.",
    "Add a line for {rule} to the alias.",
  ),
  SIGMA_ALIAS_UNKNOWN_RULE: error(
    "The alias {alias} names {found}, which the correlation does not refer to.",
    "Use one of the names under rules.",
  ),
} as const satisfies Readonly<Record<string, SigmaProblemText>>;

export type SigmaProblemCode = keyof typeof SIGMA_PROBLEMS;

/** Something wrong with a rule file, at its place. */
export interface SigmaProblem {
  readonly code: SigmaProblemCode;
  /** `error`: the document was left out. `warning`: it works, and probably not as meant. */
  readonly level: "error" | "warning";
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly text: string;
  /** What to do: "Did you mean contains?" where a likely word is known. */
  readonly suggestion: string | null;
}

/** A place in a rule file; both from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Complaint {
  readonly code: SigmaProblemCode;
  readonly details?: ProblemDetails;
  /** Replaces the catalogue's remedy where something more exact is known. */
  readonly suggestion?: string | null | undefined;
}

export function toSigmaProblem(place: Place, complaint: Complaint): SigmaProblem {
  const report = describeProblem(SIGMA_PROBLEMS, complaint.code, complaint.details);
  return {
    code: complaint.code,
    level: SIGMA_PROBLEMS[complaint.code].level,
    file: place.file,
    line: place.line,
    column: place.column,
    text: report.text,
    suggestion: complaint.suggestion ?? report.remedy,
  };
}

/** `file:line:column: level: text suggestion`, as compilers print it. */
export function formatSigmaProblem(problem: SigmaProblem): string {
  const head = `${problem.file}:${problem.line}:${problem.column}: ${problem.level}: ${problem.text}`;
  return problem.suggestion === null ? head : `${head} ${problem.suggestion}`;
}
