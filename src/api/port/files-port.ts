import type { JobAnswer } from "./jobs-port.ts";

/** A file as it comes over the line. Read it to its end before the next is asked for. */
export interface GivenFile {
  readonly name: string;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface FilesRequest {
  readonly files: AsyncIterable<GivenFile>;
  /** A format's id; null: each is recognised by content. */
  readonly format: string | null;
  /** Who sends them. */
  readonly by: string;
  /** Of all files together, as they come. */
  readonly bytesMax: number;
}

/** Takes logs in, with progress. */
export interface FilesPort {
  /** Answers when the bytes are here; their events are taken in as a job. */
  take(request: FilesRequest): Promise<JobAnswer>;
}
