import type { Clock, ReportFormat, ReportSubject } from "../../domain/index.ts";
import { type AnyFacts, makeReport, type WrittenReport } from "../../report/index.ts";
import type { Store } from "../../store/index.ts";
import { readVersion } from "../version.ts";
import { readActorFacts } from "./read-actor.ts";
import { readIncidentFacts } from "./read-incident.ts";
import { readPeriodFacts } from "./read-period.ts";
import { readPostureFacts } from "./read-posture.ts";

/** Events of the evidence that are read for a report to read. */
const EVENTS_MAX = 2000;
/** And for programs, which take more. */
const EXPORTED_EVENTS_MAX = 20_000;

const LONG_FORMATS: readonly ReportFormat[] = ["csv", "stix"];

/** Reads what a report needs from an open store, and writes it. */
export async function createReport(
  store: Store,
  subject: ReportSubject,
  { format, clock }: { readonly format: ReportFormat; readonly clock: Clock },
): Promise<WrittenReport> {
  const eventsMax = LONG_FORMATS.includes(format) ? EXPORTED_EVENTS_MAX : EVENTS_MAX;
  const options = { now: clock.now(), version: readVersion(), eventsMax };
  return makeReport(await readFacts(store, subject, options), format);
}

function readFacts(
  store: Store,
  subject: ReportSubject,
  options: Parameters<typeof readPeriodFacts>[2],
): Promise<AnyFacts> {
  switch (subject.kind) {
    case "incident":
      return readIncidentFacts(store, subject.id, options);
    case "actor":
      return readActorFacts(store, subject, options);
    case "period":
      return readPeriodFacts(store, subject, options);
    case "posture":
      return readPostureFacts(store, options);
    default:
      return subject satisfies never;
  }
}
