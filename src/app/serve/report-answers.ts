import type { ReportsPort } from "../../api/index.ts";
import { type Clock, toError } from "../../domain/index.ts";
import type { Store } from "../../store/index.ts";
import { listKeptReports, readKeptReport, toReportsFolder } from "../report/kept-reports.ts";
import { createReport } from "../report/make-report.ts";
import { SERVE_PROBLEMS } from "./problems.ts";

/** Reports for the API: the same as those of the command, and those that were written by schedule. */
export const createReportAnswers = (store: Store, clock: Clock): ReportsPort => ({
  write: (subject, format) => createReport(store, subject, { format, clock }),
  listKept: () => listKeptReports(toReportsFolder(store.folder)),
  async readKept(fileName) {
    const text = await readKeptReport(toReportsFolder(store.folder), fileName);
    if (text === null)
      throw toError(SERVE_PROBLEMS, "SERVE_REPORT_UNKNOWN", { name: fileName.slice(0, 100) });
    return { fileName, type: "text/html; charset=utf-8", text };
  },
});
