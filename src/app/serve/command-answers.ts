import type { CommandsPort } from "../../api/index.ts";
import { toError } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { doCommand } from "../hand-over/do-command.ts";
import { HAND_OVER_PROBLEMS } from "../hand-over/problems.ts";
import { toKeyId } from "./api-keys.ts";
import type { WorkQueue } from "./work-queue.ts";

export interface CommandAnswerParts {
  readonly store: Store;
  readonly queue: WorkQueue;
  /** With which this machine's terminal asks. */
  readonly terminalKey: string;
  /** Called after events came in. */
  readonly onNew: () => void;
}

/** Commands of this machine's terminal: they name files of the machine, which nobody else may. */
export function createCommandAnswers({ store, queue, terminalKey, onNew }: CommandAnswerParts): CommandsPort {
  const terminal = toKeyId(terminalKey);
  return {
    async run(command, caller) {
      if (caller?.id !== terminal) throw toError(HAND_OVER_PROBLEMS, "HAND_OVER_TERMINAL");
      return doCommand({ store, inLine: (work) => queue.run(work), onNew }, command);
    },
  };
}
