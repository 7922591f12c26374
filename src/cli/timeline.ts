import type { Command } from "commander";
import type { Finding, VerdictKind } from "../domain/index.ts";
import { type StorePlace, toPlace } from "./data-option.ts";
import { type ListedEvent, toEventJson } from "./event-json.ts";
import { toShortId } from "./findings.ts";
import { type Looked, writeLooked } from "./looked.ts";
import { type AskedPeriod, addReadOptions, type ReadFlags, toMaybeLimit, toPeriod } from "./read-option.ts";
import { writeOut } from "./standard-output.ts";
import {
  escapeTerminal,
  formatCount,
  formatTable,
  formatTime,
  paintBold,
  paintDim,
  paintSeverity,
} from "./terminal.ts";

const LIMIT_DEFAULT = 50;

export interface TimelineRequest extends AskedPeriod {
  readonly place: StorePlace;
  readonly actor: string;
  readonly oldestFirst: boolean;
  readonly limit: number | null;
}

export type ListedItem =
  | ({ readonly kind: "event" } & ListedEvent)
  | {
      readonly kind: "finding";
      readonly finding: Finding;
      readonly verdict: VerdictKind | null;
      readonly json: object;
    };

export interface Timeline {
  readonly looked: Looked;
  readonly actor: { readonly id: string; readonly name: string };
  readonly pages: AsyncIterable<readonly ListedItem[]>;
}

export interface TimelinePort {
  /** Throws a problem when there is no such actor. The store stays open while `use` reads. */
  show(request: TimelineRequest, use: (timeline: Timeline) => Promise<void>): Promise<void>;
}

interface TimelineFlags extends ReadFlags {
  readonly oldestFirst?: boolean;
}

export function addTimelineCommand(program: Command, port: TimelinePort): void {
  const command = program
    .command("timeline")
    .argument("<id-or-name>", "an actor's id, name, or a part that only one has")
    .summary("what an actor did and what was found about it, in one order")
    .description("Shows an actor's events and findings together, newest first. Times are UTC.");
  addReadOptions(command, LIMIT_DEFAULT)
    .option("--oldest-first", "in the order in which they happened")
    .action((actor: string, flags: TimelineFlags) =>
      port.show(
        {
          place: toPlace(flags),
          ...toPeriod(flags),
          actor,
          oldestFirst: flags.oldestFirst === true,
          limit: toMaybeLimit(flags.limit),
        },
        async (timeline) => {
          await (flags.json === true ? printJson(timeline) : printTable(timeline));
          writeLooked(timeline.looked);
        },
      ),
    );
}

async function printJson({ pages }: Timeline): Promise<void> {
  let before = "[\n";
  for await (const page of pages) {
    const lines = page.map((item) => JSON.stringify(toTimelineJson(item)));
    if (lines.length > 0 && !(await writeOut(before + lines.join(",\n")))) return;
    if (lines.length > 0) before = ",\n";
  }
  await writeOut(before === "[\n" ? "[]\n" : "\n]\n");
}

/** Field names are part of the interface. */
export const toTimelineJson = (item: ListedItem): object =>
  item.kind === "event" ? { kind: "event", ...toEventJson(item) } : { kind: "finding", ...item.json };

async function printTable({ actor, pages }: Timeline): Promise<void> {
  if (!(await writeOut(`${paintBold(escapeTerminal(actor.name))}  ${paintDim(escapeTerminal(actor.id))}\n`)))
    return;
  let shown = 0;
  for await (const page of pages) {
    if (page.length > 0 && !(await writeOut(`${formatItems(page)}\n`))) return;
    shown += page.length;
  }
  await writeOut(
    shown === 0 ? "Nothing happened in this period.\n" : paintDim(`${formatCount(shown)} shown\n`),
  );
}

export const formatItems = (items: readonly ListedItem[]): string =>
  formatTable({
    head: ["time (UTC)", "", "what", "outcome", "from", "id"],
    rows: items.map((item) =>
      item.kind === "event"
        ? toEventRow(item)
        : [
            formatTime(item.finding.at),
            paintSeverity(item.finding.severity),
            `${escapeTerminal(item.finding.summary, 120)}${item.verdict === null ? "" : ` [${item.verdict}]`}`,
            "",
            "",
            toShortId(item.finding.id),
          ],
    ),
    widths: [21, 13, null, null, null, null],
  });

function toEventRow({ event }: ListedEvent): readonly string[] {
  const { action, address, resource, outcome } = event;
  const on = resource === null ? "" : ` on ${escapeTerminal(resource, 60)}`;
  const country = address.country === null ? "" : ` (${address.country})`;
  return [
    formatTime(event.at),
    "",
    `${escapeTerminal(`${action.service}:${action.name}`, 60)}${on}`,
    outcome === "success" ? "" : outcome,
    address.text === null ? "—" : `${escapeTerminal(address.text, 40)}${country}`,
    escapeTerminal(event.id, 36),
  ];
}
