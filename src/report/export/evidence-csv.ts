import { stringify } from "csv-stringify/sync";
import type { ReportFacts } from "../facts.ts";
import { toIsoTime } from "../scan/finding-json.ts";

/** A spreadsheet takes a cell that begins so for a formula, and log text is written by strangers. */
const FORMULA = /^[=+\-@\t\r]/;

const COLUMNS = [
  "time",
  "event_id",
  "finding_ids",
  "actor_id",
  "actor_name",
  "session",
  "access_key_id",
  "service",
  "action",
  "outcome",
  "error_code",
  "account",
  "region",
  "address",
  "country",
  "tool",
  "resource",
  "bytes_in",
  "bytes_out",
  "input",
  "input_sha256",
  "position",
];

/** One line for each event of the evidence, with the findings that it supports. */
export function toEvidenceCsv({ events, findings }: ReportFacts): string {
  const support = new Map<string, string[]>();
  for (const { finding } of findings)
    for (const id of finding.events) {
      const ids = support.get(id) ?? [];
      support.set(id, ids);
      ids.push(finding.id);
    }
  const rows = events.map(({ event, origin }) =>
    [
      toIsoTime(event.at),
      event.id,
      (support.get(event.id) ?? []).join(" "),
      event.actor.id,
      event.actor.name,
      event.actor.session,
      event.accessKeyId,
      event.action.service,
      event.action.name,
      event.outcome,
      event.errorCode,
      event.account,
      event.region,
      event.address.text,
      event.address.country,
      event.tool.name,
      event.resource,
      event.bytesIn,
      event.bytesOut,
      origin.name,
      origin.hash,
      origin.position,
    ].map((cell) => (typeof cell === "string" && FORMULA.test(cell) ? `'${cell}` : cell)),
  );
  return stringify([COLUMNS, ...rows], { record_delimiter: "\r\n" });
}
