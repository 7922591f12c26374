import type { PeriodRequest } from "./asked.ts";
import type { GivenFile } from "./files-port.ts";

/** Limits of the analyses; strictly more than the limit is what is told. */
export interface UploadLimits {
  readonly windowMs: number;
  readonly thresholdBytes: number;
  readonly services: number;
  readonly serviceBytes: number;
  /** Standard deviations. */
  readonly z: number;
  readonly otherDaysMin: number;
}

export interface UploadAnalysisPort {
  readonly defaults: UploadLimits;
  /** Of a log that is sent along and kept nowhere. */
  analyseFile(request: {
    readonly files: AsyncIterable<GivenFile>;
    readonly limits: UploadLimits;
    readonly bytesMax: number;
  }): Promise<object>;
  /** Of stored events that say how many bytes were sent into the cloud. */
  analyseStored(
    request: PeriodRequest & {
      readonly limits: UploadLimits;
      /** Rows of each analysis, the gravest; null: all of them. */
      readonly rowsMax: number | null;
    },
  ): Promise<object>;
}
