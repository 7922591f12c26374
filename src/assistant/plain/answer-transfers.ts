import type { Part } from "../answer/answer.ts";
import {
  bytesOf,
  countOf,
  type Draft,
  formatBytes,
  strong,
  tell,
  toColumns,
  value,
  words,
} from "../answer/draft.ts";
import { citeActor } from "../look/facts.ts";
import { lookAtTransfers, type Transfers } from "../look/transfers.ts";
import { type Answerer, type Asked, during, periodOf, tellFinding, use } from "./asked.ts";

const SHOWN = 5;
const percent = (share: number): string => `${Math.round(1000 * share) / 10}%`;

/** Who took out how much, when, and whether it looks like theft. */
export const answerTransfers: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const direction = slots.actionClass === "upload" ? "in" : "out";
  const data = use(
    asked,
    await lookAtTransfers(queries, {
      period: periodOf(asked),
      direction,
      limit: slots.limit ?? SHOWN,
      actor: slots.actor?.id ?? null,
    }),
  );
  const first = data.movers[0];
  draft.paragraph(tellAmount(asked, data));
  draft.paragraph(
    data.findings === 0
      ? tell`No detector says that data were collected or taken out.`
      : tell`${countOf(data.findings, "finding")} ${data.findings === 1 ? "says" : "say"} that data were collected or taken out: ${data.detectors.map(({ value: title, count }) => `${title} (${count})`).join(", ")}.`,
  );
  draft.points([
    ...(data.busiestDay === null
      ? []
      : [tell`The day with the most: ${data.busiestDay.day}, ${bytesOf(data.busiestDay.bytes)}`]),
    ...(data.bytes === 0
      ? []
      : [tell`Between 22:00 and 06:00 UTC: ${percent(data.nightShare)} of the bytes`]),
    ...data.worst.map((finding) => tellFinding(asked, finding)),
  ]);
  drawTransfers(draft, data);
  if (data.worst.length > 0) draft.show("finding", data.worst);
  else draft.show("actor", data.movers);
  draft.suggest(
    "Why?",
    ...(first === undefined || slots.actor !== null ? [] : [`Investigate ${first.name}`]),
    "What security controls should we implement?",
  );
};

/** How much, and who most. */
function tellAmount(asked: Asked, data: Transfers): readonly Part[] {
  const { draft, slots } = asked;
  const verb = data.direction === "out" ? "took out" : "brought in";
  const first = data.movers[0];
  if (first === undefined)
    return [
      ...tell`The logs name no bytes that anybody ${verb}`,
      ...during(asked),
      ...tell`. Data events of buckets would say so.`,
    ];
  if (slots.actor !== null)
    return [
      value(first.name),
      draft.cite("actor", first.id, first.name),
      ...tell` ${verb} ${strong(formatBytes(data.bytes))}`,
      ...during(asked),
      ...tell`, in ${countOf(data.events, "event")}.`,
    ];
  return [
    ...tell`${countOf(data.people, "identity", "identities")} ${verb} ${strong(formatBytes(data.bytes))}`,
    ...during(asked),
    ...tell`. Most of it `,
    value(first.name),
    draft.cite("actor", first.id, first.name),
    ...tell`: ${bytesOf(first.bytes)}, ${percent(first.share)}.`,
  ];
}

function drawTransfers(draft: Draft, data: Transfers): void {
  const { direction } = data;
  draft.table({
    title: direction === "out" ? "Who took out most" : "Who brought in most",
    columns: toColumns({ identity: "text", share: "text", events: "number", findings: "number" }),
    rows: data.movers.map((mover) => ({
      cells: [mover.name, mover.bytes, percent(mover.share), mover.events, mover.findings],
      link: citeActor(mover).link,
    })),
  });
  draft.chart({
    title: `Megabytes ${direction === "out" ? "out" : "in"}, a day`,
    unit: "MB",
    points: data.days.map(({ day, bytes }) => ({
      label: day.slice(5),
      value: Math.round(bytes / 104_857.6) / 10,
    })),
    marked: data.busiestDay?.day.slice(5) ?? null,
  });
}

/** What the analyses of upload logs say. */
export const answerUploads: Answerer = async (asked) => {
  const { queries, draft, slots } = asked;
  const found = await queries.readUploads();
  if (found === null) return answerTransfers({ ...asked, slots: { ...slots, actionClass: "upload" } });
  draft.looked({ from: null, to: null, counts: { uploads: found.uploads, users: found.users } });
  draft.paragraph(
    tell`${countOf(found.uploads, "upload")} of ${countOf(found.users, "user")} were looked at in ${found.analyses.length} ways:`,
  );
  draft.points(
    found.analyses.map(({ title, rows, users }) => [
      ...tell`${title}: ${countOf(rows, "row")}`,
      ...(users.length === 0
        ? []
        : tell` of ${countOf(users.length, "user")}, among them ${value(users[0]!)}`),
    ]),
  );
  for (const { title, first } of found.analyses) {
    const [row] = first;
    if (row === undefined) continue;
    draft.table({
      title,
      columns: Object.keys(row).map((name) => ({
        name,
        kind: typeof row[name] === "number" ? "number" : "text",
      })),
      rows: first.map((one) => ({
        cells: Object.values(one).map((cell) =>
          typeof cell === "number" || typeof cell === "string" ? cell : null,
        ),
        link: null,
      })),
    });
  }
  draft.note("The whole analyses, with limits that can be changed, are on the page of uploads.");
  draft.suggest("Analyze download patterns for data exfiltration", "Which users pose the highest risk?");
  draft.paragraph([
    words("Limits: an hour over 100 MB, more than two services in an hour, a day over three deviations."),
  ]);
};
