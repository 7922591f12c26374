import type { ReportsPort } from "../../api/index.ts";
import type { Clock } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { createReport } from "../report/make-report.ts";

/** Reports for the API: the same as those of the command. */
export const createReportAnswers = (store: Store, clock: Clock): ReportsPort => ({
  write: (subject, format) => createReport(store, subject, { format, clock }),
});
