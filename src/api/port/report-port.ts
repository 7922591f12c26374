import type { ReportFormat, ReportSubject } from "../../domain/index.ts";

/** A report as a file. */
export interface ReportFile {
  /** Of letters, digits, points, hyphens and underscores. */
  readonly fileName: string;
  /** Media type. */
  readonly type: string;
  readonly text: string;
}

/** Reports that stand by themselves, about what is stored now. */
export interface ReportsPort {
  write(subject: ReportSubject, format: ReportFormat): Promise<ReportFile>;
  /** Reports that were written by schedule, the latest first. */
  listKept(): Promise<readonly KeptReport[]>;
  /** Throws a problem when there is none of this name. */
  readKept(fileName: string): Promise<ReportFile>;
}

/** A report that was written by schedule and is kept as a file. */
export interface KeptReport {
  readonly name: string;
  readonly kind: "period" | "posture";
  /** In ISO 8601. */
  readonly made_at: string;
  readonly bytes: number;
}
