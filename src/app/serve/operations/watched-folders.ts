import type { Store } from "../../../store/index.ts";
import { type SeenFiles, takeChanged } from "../../ingest/watched-files.ts";
import type { WorkQueue } from "../work-queue.ts";
import type { LiveSettings } from "./live-settings.ts";
import { createRepeater, type Repeater } from "./repeater.ts";

export interface FolderParts {
  readonly store: Store;
  readonly queue: WorkQueue;
  readonly live: LiveSettings;
  /** Called after events came in. */
  readonly onNew: () => void;
  readonly onProblem: (text: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Takes in what comes into the folders that the settings name. */
export function watchFolders({ store, queue, live, onNew, onProblem, onFailure }: FolderParts): Repeater {
  const seen: SeenFiles = new Map();
  let told = "";
  return createRepeater({
    async work() {
      const settings = await live.read();
      const pauseMs = settings["watch.seconds"] * 1000;
      const folders = settings["watch.folders"];
      if (folders.length === 0) return pauseMs;
      const { summary, problems } = await queue.run(() => takeChanged(store, folders, seen));
      if (summary !== null && summary.events > 0) onNew();
      const said = [...problems, ...(summary?.problems ?? [])].map(({ text }) => text).join(" ");
      if (said !== told && said !== "") onProblem(said);
      told = said;
      return pauseMs;
    },
    onFailure,
    everyMs: 5000,
  });
}
