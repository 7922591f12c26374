import type { ProblemCatalogue } from "../../domain/index.ts";

/** Problems of settings. Codes are never reused. */
export const CONFIG_PROBLEMS = {
  CONFIG_SETTING: {
    status: 400,
    text: "The setting {name} ({origin}) cannot be used: {reason}.",
    remedy: "Correct it there; `gait config show` lists every setting and where its value comes from.",
  },
  CONFIG_FILE: {
    status: 400,
    text: "The file of settings {file} cannot be read: {reason}.",
    remedy: "Write it as YAML, such as `alerts: { per_day: 3 }`; `gait config schema` describes it.",
  },
  CONFIG_UNKNOWN: {
    status: 400,
    text: "There is no setting {key} ({origin}).{guess}",
    remedy: "`gait config show` lists them all.",
  },
  CONFIG_SECRET_FILE: {
    status: 400,
    text: "The file that {name} names cannot be read: {reason}.",
    remedy: "Name a file that the account of Gait may read, of at most 64 KiB.",
  },
  CONFIG_FIXED: {
    status: 409,
    text: "The setting {key} is fixed by {origin}.",
    remedy: "Whoever runs the server changes it there, or takes it out there so that it can be changed here.",
  },
  CONFIG_CHANGED: {
    status: 412,
    text: "Somebody else changed the settings meanwhile.",
    remedy: "Read them again, and send your change with the new ETag.",
  },
} as const satisfies ProblemCatalogue;
