import type { ProblemCatalogue } from "../../domain/index.ts";

/** Everything that can be wrong with a file that describes a behaviour detector. */
export const BEHAVIOUR_PROBLEMS = {
  BEHAVIOUR_FILE_TOO_LARGE: {
    status: 422,
    text: "The file has {chars} characters, more than {max}.",
    remedy: "Write one detector in a file.",
  },
  BEHAVIOUR_YAML_INVALID: {
    status: 422,
    text: "This is not valid YAML: {reason}",
    remedy: "Correct the YAML; quote text that holds `: ` or begins with `*` or `%`.",
  },
  BEHAVIOUR_FIELD_INVALID: {
    status: 422,
    text: "{field}: {reason}.",
    remedy: "docs/reference names the fields and parameters of each kind of detector.",
  },
  BEHAVIOUR_ID_TWICE: {
    status: 422,
    text: "The id {id} stands in {other} as well.",
    remedy: "Give each detector an id of its own.",
  },
} as const satisfies ProblemCatalogue;
export type BehaviourCode = keyof typeof BEHAVIOUR_PROBLEMS;
