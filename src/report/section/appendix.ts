import { type Block, code } from "../document/document.ts";
import { clip, toBytes, toCount, toTime } from "../document/words.ts";
import type { ReportedRecord, ReportFacts } from "../facts.ts";

/** Inputs listed in a report; JSON lists all of them. */
const INPUTS_SHOWN_MAX = 60;

/** Records as they came, with what is needed to check that nobody changed them. */
export function appendRecords({ records, inputs }: ReportFacts): readonly Block[] {
  const shown = inputs.slice(0, INPUTS_SHOWN_MAX);
  return [
    {
      kind: "text",
      text: "A SHA-256 hash is a fingerprint of bytes: if one of them changes, so does the hash. Gait keeps every log as it came, under its hash; with the hashes below anybody who has the logs can check that this report speaks of the same bytes.",
    },
    {
      kind: "table",
      caption: "Log files from which the evidence was read",
      columns: [
        { title: "File" },
        { title: "Size", isNumeric: true },
        { title: "Taken in (UTC)", isNarrow: true },
        { title: "SHA-256" },
      ],
      rows: shown.map(({ name, sizeBytes, ingestedAt, hash }) => [
        clip(name, 200),
        toBytes(sizeBytes),
        toTime(ingestedAt),
        [code(hash)],
      ]),
      leftOut:
        shown.length < inputs.length
          ? `${toCount(inputs.length - shown.length)} more files are listed in the format json.`
          : null,
    },
    ...(records.length === 0
      ? [{ kind: "text", text: "No record is shown: the evidence is no longer stored." } as const]
      : records.map(showRecord)),
  ];
}

const showRecord = ({ event, text, isCut, bytes, sha256, origin }: ReportedRecord): Block => ({
  kind: "raw",
  caption: [
    "Event ",
    code(event),
    `, record ${toCount(origin.position + 1)} of ${clip(origin.name, 160)}; ${toCount(bytes)} bytes, SHA-256 `,
    code(sha256),
    ...(isCut ? ["; only its beginning is shown"] : []),
  ],
  text,
});
