import { Readable } from "node:stream";
import type { ReportPort } from "../../cli/report.ts";
import { SYSTEM_CLOCK } from "../../domain/index.ts";
import { withStore } from "../findings/asked-store.ts";
import { checkWritable, writeFileOrSay } from "../output-file.ts";
import { createReport } from "./make-report.ts";

export const REPORT_PORT: ReportPort = {
  async write({ place, subject, format, out }) {
    if (out !== null) await checkWritable(out);
    const report = await withStore(place, "report", (store) =>
      createReport(store, subject, { format, clock: SYSTEM_CLOCK }),
    );
    if (out === null) return { text: report.text };
    await writeFileOrSay(out, Readable.from([report.text]));
    return { file: out, bytes: Buffer.byteLength(report.text) };
  },
};
