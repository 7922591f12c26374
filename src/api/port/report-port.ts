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
}
