import type { EpochMs } from "./id.ts";

export const REPORT_KINDS = ["incident", "actor", "period", "posture"] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** What a report can be written as: pages for people, and the forms that other programs take. */
export const REPORT_FORMATS = ["html", "md", "json", "csv", "stix", "ocsf", "navigator"] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What a report is about. Times are half-open; null: as far as there is something to tell. */
export type ReportSubject =
  | { readonly kind: "incident"; readonly id: string }
  | {
      readonly kind: "actor";
      /** Id or name. */
      readonly actor: string;
      readonly from: EpochMs | null;
      readonly to: EpochMs | null;
    }
  | { readonly kind: "period"; readonly from: EpochMs | null; readonly to: EpochMs | null }
  | { readonly kind: "posture" };
