import { enableCompileCache } from "node:module";
import { parentPort } from "node:worker_threads";
import type { CrewMessage } from "../worker-crew.ts";
import type { InputMatcher } from "./input-matcher.ts";
import type { MatchSettings, MatchTask } from "./match-task.ts";

/** A worker thread that looks at archived inputs with all rules: settings and tasks come in, matches go out. */
const port = parentPort;
if (port === null) throw new Error("this file is the start of a worker thread");

enableCompileCache();
const program = import("./input-matcher.ts");
let matcher: Promise<InputMatcher> | null = null;
let previous: Promise<void> = Promise.resolve();
port.on("message", (message: CrewMessage<MatchSettings, MatchTask>) => {
  if (message.kind === "settings")
    matcher = program.then(({ createInputMatcher }) => createInputMatcher(message.settings));
  else previous = previous.then(() => runTask(message.task));
});

async function runTask(task: MatchTask): Promise<void> {
  if (matcher === null) throw new Error("a task came before the settings");
  for await (const part of (await matcher).match(task)) port!.postMessage(part);
}
