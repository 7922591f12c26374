import type { PageRequest, Rows } from "./asked.ts";
import type { GivenFile } from "./files-port.ts";
import type { JobAnswer } from "./jobs-port.ts";

export const BATCH_DOWNLOADS = ["csv", "json"] as const;

/** Judges files of actions. */
export interface BatchPort {
  /** Answers when the bytes are here; they are judged as a job. */
  start(request: {
    readonly files: AsyncIterable<GivenFile>;
    /** Say in words why anomalies are some, as far as time allows. */
    readonly isExplained: boolean;
    readonly by: string;
    readonly bytesMax: number;
  }): Promise<JobAnswer>;
  /** Throws STORE_JOB_UNKNOWN, and BATCH_NO_RESULTS where it is not done. */
  readResults(request: PageRequest & { readonly id: string; readonly order: "score" | "row" }): Promise<Rows>;
  /** All results, row by row, as a file's text. */
  download(request: {
    readonly id: string;
    readonly format: (typeof BATCH_DOWNLOADS)[number];
  }): Promise<AsyncIterable<string>>;
  /** Actions to try. */
  readonly examples: readonly object[];
}
