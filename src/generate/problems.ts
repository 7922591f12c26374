import type { ProblemCatalogue } from "../domain/index.ts";

/** Every message of generation. Codes are never reused. */
export const GENERATE_PROBLEMS = {
  GENERATE_FOLDER_IN_USE: {
    status: 409,
    text: "The folder {folder} already holds generated logs.",
    remedy:
      "Name another folder, or remove that one: its labels would not say what of the older logs is an attack.",
  },
  GENERATE_FILE: {
    status: 500,
    text: "The generated log cannot be written to {file}: {reason}.",
    remedy: "Name a file in a folder that you may write to, on a disk with room.",
  },
} as const satisfies ProblemCatalogue;
