import type { ProblemCatalogue } from "../../domain/index.ts";

/** Problems of rules that people bring, switch and try. Codes are never reused. */
export const RULES_PROBLEMS = {
  RULES_TEXT_LARGE: {
    status: 413,
    text: "The text has {chars} characters, more than {max}.",
    remedy: "Bring the rules in several parts.",
  },
  RULES_DOCUMENTS_MANY: {
    status: 422,
    text: "The text holds {found} documents, more than {max}.",
    remedy: "Bring the rules in several parts.",
  },
  RULES_TEXT_EMPTY: {
    status: 422,
    text: "There is no rule in the text.",
    remedy: "Paste a Sigma rule or correlation, or a detector of behaviour; it begins with `title:`.",
  },
  RULES_ID_MISSING: {
    status: 422,
    text: "The rule {title} has no id.",
    remedy: "Add a line `id: {example}` to it.",
  },
  RULES_ID_GAIT: {
    status: 409,
    text: "The id {id} belongs to a rule that comes with Gait: {title}.",
    remedy: "Give yours another id, and switch the other one off where yours takes its place.",
  },
  RULES_ID_ELSEWHERE: {
    status: 409,
    text: "The id {id} stands in the text of another rule of yours: {title}.",
    remedy: "Give this one another id, or bring both in one text.",
  },
  RULES_ID_TWICE: {
    status: 409,
    text: "The id {id} stands twice in the text, first in line {line}.",
    remedy: "Give each rule an id of its own.",
  },
  RULES_ID_LONG: {
    status: 422,
    text: "The id of {title} has more than {max} characters.",
    remedy: "Give it a shorter one; a random UUID is best.",
  },
  RULES_FILTER_ALONE: {
    status: 422,
    text: "A filter stands alone, without a rule that it is for.",
    remedy: "Bring it together with its rule, or make an exception on the rule's page.",
  },
  RULES_SILENCES: {
    status: 422,
    text: "While this correlation is on, {title} feeds it and no longer reports by itself.",
    remedy: "Write `generate: true` into the correlation if both shall report.",
  },
  RULES_FILE_BROKEN: {
    status: 422,
    text: "The file {file} cannot be used: line {line}: {first}",
    remedy: "`gait rules check` names every problem of a file. Nothing was kept.",
  },
  RULES_BROKEN: {
    status: 422,
    text: "The text cannot be used: line {line}, column {column}: {first}",
    remedy:
      "Check it at POST /api/v1/rules/check, which names every problem, or run `gait rules check` on the file.",
  },
  RULES_SEVERAL: {
    status: 422,
    text: "The text holds {found} rules; one at a time is tried.",
    remedy: "Leave one rule in it, with what it refers to.",
  },
  RULES_VERSION_UNKNOWN: {
    status: 404,
    text: "The rule {id} has no version {version} with a text of its own.",
    remedy: "Look at its versions for one that is there.",
  },
  RULES_NOT_OWN: {
    status: 409,
    text: "{title} comes with Gait: its text cannot be changed or taken away here.",
    remedy: "Switch it off, and bring a rule of your own with another id.",
  },
  RULES_MANY: {
    status: 409,
    text: "There would be more than {max} rules of your own.",
    remedy: "Take away those that nobody needs.",
  },
  RULES_RECORD: {
    status: 422,
    text: "An event cannot be read: {reason}",
    remedy: "Paste events as their log writes them: one JSON object, a list of them, or one in each line.",
  },
} as const satisfies ProblemCatalogue;
