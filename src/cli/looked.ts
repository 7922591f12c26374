import type { EpochMs } from "../domain/index.ts";
import { formatPlural, formatTime, paintDim, writeError } from "./terminal.ts";

/** How far detection is: what came since the last pass was not looked at. */
export interface Looked {
  /** When the last pass finished; null: none did. */
  readonly lookedAt: EpochMs | null;
  readonly inputsWaiting: number;
  readonly eventsWaiting: number;
  /** A pass runs now, or broke off. */
  readonly isUnfinished: boolean;
}

/** What keeps a list from being the whole truth, on standard error; nothing if it is. */
export function writeLooked(looked: Looked): void {
  const text = formatLooked(looked);
  if (text !== "") writeError(text);
}

export function formatLooked({ lookedAt, inputsWaiting, eventsWaiting, isUnfinished }: Looked): string {
  if (lookedAt === null)
    return isUnfinished
      ? "The first pass has not finished: what is shown may not be all. Run `gait detect` if none is running.\n"
      : "Nothing was looked at yet: run `gait detect` first.\n";
  const waiting =
    inputsWaiting === 0
      ? ""
      : `${formatPlural(inputsWaiting, "input")} with ${formatPlural(eventsWaiting, "event")} came since and ${inputsWaiting === 1 ? "was" : "were"} not looked at: run \`gait detect\`.\n`;
  const unfinished = isUnfinished
    ? "A pass began and has not finished: run `gait detect` again if none is running.\n"
    : "";
  return waiting === "" && unfinished === ""
    ? ""
    : `${paintDim(`Looked last at ${formatTime(lookedAt)} UTC.`)} ${waiting}${unfinished}`;
}
