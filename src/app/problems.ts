import type { ProblemCatalogue } from "../domain/index.ts";

/** Problems of runs as a whole. */
export const APP_PROBLEMS = {
  RUN_RULES_MISSING: {
    status: 404,
    text: "There is no folder or file of rules at {path}.",
    remedy:
      "Give a folder with Sigma rules (*.yml), or leave the option away for the rules that come with Gait.",
  },
  RUN_RULES_BROKEN: {
    status: 422,
    text: "{count} of the rules at {path} could not be read, the first at {place}: {first}",
    remedy: "Run `gait rules check` for the whole list; the other rules were used.",
  },
  RUN_RULES_UNREADABLE: {
    status: 403,
    text: "The rule {path} cannot be read: {why}.",
    remedy: "Give the account that runs Gait the right to read it, or move it out of the folder.",
  },
  RUN_QUESTION_UNKNOWN: {
    status: 404,
    text: "There is no question {name}.",
    remedy: "Ask one of {names}.",
  },
  RUN_RULE_UNKNOWN: {
    status: 404,
    text: "There is no rule {id}.",
    remedy: "`gait rules list --json` and GET /api/v1/rules name them all.",
  },
  RUN_RULES_NONE: {
    status: 422,
    text: "No rule could be loaded from {path}.",
    remedy: "Rules are files *.yml; `gait rules check` says what is wrong with them.",
  },
  RUN_NO_INPUT: {
    status: 404,
    text: "There is nothing to read at {paths}.",
    remedy: "Give files, folders or globs of logs, or `-` for standard input.",
  },
  RUN_PARSE_MANY: {
    status: 413,
    text: "There are more than {most} events, and features are computed in order of time.",
    remedy: "Name fewer files, or leave --features away.",
  },
  RUN_MAPPING_UNUSED: {
    status: 400,
    text: "A column mapping is for the format generic, not for {format}.",
    remedy: "Leave --mapping or --as away.",
  },
  RUN_OUTPUT_UNWRITABLE: {
    status: 500,
    text: "{file} cannot be written: {why}.",
    remedy: "Name a file in a folder that exists and that you may write to, with room for it.",
  },
  RUN_WORKER_FAILED: {
    status: 500,
    text: "A worker thread stopped while reading {file}: {reason}",
    remedy:
      "Try again with --threads 0 for one thread; if it fails too, please report it with the file's first lines.",
  },
  RUN_BEHAVIOUR_FAILED: {
    status: 500,
    text: "A worker thread stopped while learning behaviour: {reason}",
    remedy:
      "Try again with --threads 0 for one thread; if it fails too, please report it with the file's first lines.",
  },
  RUN_DEMO_FOLDER: {
    status: 409,
    text: "There is something in {folder} that is no demo.",
    remedy: "Name an empty folder: a demo is served without asking for a key, which nothing else should be.",
  },
  RUN_FORMAT_UNKNOWN: {
    status: 400,
    text: "There is no format of logs named {format}.",
    remedy: "Use one of {known}, or leave --as away to have it recognised.",
  },
  EVALUATE_LABELS_UNREADABLE: {
    status: 400,
    text: "The labels cannot be read from {file}: {why}.",
    remedy: "Name a CSV file with the columns event_id and story, as gait generate writes it.",
  },
  EVALUATE_LABELS_COLUMN: {
    status: 400,
    text: "The labels in {file} have no column {column}.",
    remedy: "Give the file a first line with the columns event_id and story (decoys: event_id and decoy).",
  },
  EVALUATE_TOO_LARGE: {
    status: 413,
    text: "An evaluation takes {max} events at the most.",
    remedy: "Evaluate a part of the logs.",
  },
  EVALUATE_LABELS_FOREIGN: {
    status: 400,
    text: "None of the {count} labelled events of {file} is in the logs.",
    remedy: "Name the labels that were written beside these logs.",
  },
} as const satisfies ProblemCatalogue;
