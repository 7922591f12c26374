import type { ProblemCatalogue } from "../domain/index.ts";

/** Problems of the command line itself. */
export const CLI_PROBLEMS = {
  CLI_SYSTEM_REFUSED: {
    status: 500,
    text: "The system refused to {what}: {why}.",
    remedy: "Mend that and run the command again; what was written until then may be incomplete.",
  },
  CLI_UNEXPECTED: {
    status: 500,
    text: "Something happened that should not: {reason}",
    remedy: "Please report it with the command that you ran; GAIT_DEBUG=1 prints where it happened.",
  },
} as const satisfies ProblemCatalogue;
