import { type Command, InvalidArgumentError, Option } from "commander";
import { stringify } from "csv-stringify/sync";
import { type EpochMs, type EventId, SYSTEM_CLOCK, toEventId } from "../domain/index.ts";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { EVENT_COLUMNS, type ListedEvent, toCsvCells, toEventJson } from "./event-json.ts";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { escapeTerminal, formatCount, formatTable, formatTime, paintDim } from "./terminal.ts";
import { parseTimeOption } from "./time-option.ts";

export const EVENT_FORMATS = ["table", "json", "jsonl", "csv"] as const;
export type EventFormat = (typeof EVENT_FORMATS)[number];

/** Events shown where no limit is given; 0 shows all. */
const LIMIT_DEFAULT = 50;

export interface EventsRequest {
  readonly place: StorePlace;
  readonly actor: string | null;
  readonly action: string | null;
  /** In the language of filters; null: everything. */
  readonly q: string | null;
  readonly from: EpochMs | null;
  readonly to: EpochMs | null;
  /** Null: all. */
  readonly limit: number | null;
  readonly oldestFirst: boolean;
}

/** What the command needs: the app opens the data folder and asks. */
export interface EventsPort {
  count(request: EventsRequest): Promise<number>;
  /** In pages, in the order asked for. */
  read(request: EventsRequest): AsyncIterable<readonly ListedEvent[]>;
  /** Throws a problem when there is no such event. */
  find(place: StorePlace, id: EventId): Promise<ListedEvent>;
  /** The record as it came. Throws a problem when there is no such event. */
  readRaw(place: StorePlace, id: EventId): Promise<string>;
}

interface EventsFlags extends PlaceFlags {
  readonly count?: boolean;
  readonly id?: string;
  readonly raw?: boolean;
  readonly actor?: string;
  readonly action?: string;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly limit: number;
  readonly oldestFirst?: boolean;
  readonly format?: EventFormat;
  readonly json?: boolean;
}

export function addEventsCommand(program: Command, port: EventsPort): void {
  program
    .command("events")
    .summary("what is stored: list, count, one event, its raw record")
    .description("Shows stored events, newest first. Times are UTC; --from is included, --to is not.")
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--count", "print only how many there are")
    .option("--id <event-id>", "this event, with everything that is known of it")
    .option("--raw", "with --id: the raw record as it came")
    .option("--actor <id-or-name>", "only of this actor")
    .option("--action <name>", "only this action, as GetObject or s3:GetObject")
    .option("--from <time>", "only events from then on: ISO 8601, or an age such as 7d", toTime)
    .option("--to <time>", "only events before then", toTime)
    .addOption(new Option("--limit <n>", "at most so many; 0: all").argParser(toLimit).default(LIMIT_DEFAULT))
    .option("--oldest-first", "in the order in which they happened")
    .addOption(new Option("--format <format>", "how to print (default: table)").choices(EVENT_FORMATS))
    .option("--json", "the same as --format json")
    .action(async (flags: EventsFlags, command: Command) => {
      if (flags.raw === true && flags.id === undefined)
        command.error("error: --raw needs --id", { exitCode: EXIT.usage });
      await runEventsCommand(flags, port);
    });
}

async function runEventsCommand(flags: EventsFlags, port: EventsPort): Promise<void> {
  const place = toPlace(flags);
  const format = flags.json === true ? "json" : (flags.format ?? "table");
  if (flags.id !== undefined) {
    const id = toEventId(flags.id);
    await writeOut(
      flags.raw === true
        ? `${await port.readRaw(place, id)}\n`
        : formatOne(await port.find(place, id), format),
    );
    return;
  }
  const request = toRequest(flags, place);
  if (flags.count !== true) return printEvents(format, port.read(request));
  const events = await port.count(request);
  await writeOut(format === "json" || format === "jsonl" ? `${JSON.stringify({ events })}\n` : `${events}\n`);
}

const toRequest = (flags: EventsFlags, place: StorePlace): EventsRequest => ({
  place,
  actor: flags.actor ?? null,
  action: flags.action ?? null,
  q: null,
  from: flags.from ?? null,
  to: flags.to ?? null,
  limit: flags.limit === 0 ? null : flags.limit,
  oldestFirst: flags.oldestFirst === true,
});

function formatOne(listed: ListedEvent, format: EventFormat): string {
  if (format === "csv") return stringify([EVENT_COLUMNS.map(([name]) => name), toCsvCells(listed)]);
  if (format === "jsonl") return `${JSON.stringify(toEventJson(listed))}\n`;
  if (format === "json") return `${JSON.stringify(toEventJson(listed), null, 2)}\n`;
  const rows = EVENT_COLUMNS.map(([name, toCell]) => [name, toShown(toCell(listed))] as const);
  return `${formatTable({ head: ["field", "value"], rows })}\n`;
}

const toShown = (cell: string | number | null): string =>
  cell === null ? "—" : escapeTerminal(String(cell));

/** Prints events as they come. */
export const printEvents = (
  format: EventFormat,
  pages: AsyncIterable<readonly ListedEvent[]>,
): Promise<void> => PRINTERS[format](pages);

type Printer = (pages: AsyncIterable<readonly ListedEvent[]>) => Promise<void>;

const PRINTERS: Readonly<Record<EventFormat, Printer>> = {
  async table(pages) {
    let shown = 0;
    for await (const page of pages) {
      if (page.length > 0 && !(await writeOut(`${formatEvents(page)}\n`))) return;
      shown += page.length;
    }
    await writeOut(paintDim(`${formatCount(shown)} shown\n`));
  },
  async json(pages) {
    let before = "[\n";
    for await (const page of pages) {
      const lines = page.map((listed) => JSON.stringify(toEventJson(listed)));
      if (lines.length > 0 && !(await writeOut(`${before}${lines.join(",\n")}`))) return;
      if (lines.length > 0) before = ",\n";
    }
    await writeOut(before === "[\n" ? "[]\n" : "\n]\n");
  },
  async jsonl(pages) {
    for await (const page of pages) {
      const lines = page.map((listed) => `${JSON.stringify(toEventJson(listed))}\n`);
      if (!(await writeOut(lines.join("")))) return;
    }
  },
  async csv(pages) {
    await writeOut(stringify([EVENT_COLUMNS.map(([name]) => name)]));
    for await (const page of pages) {
      if (!(await writeOut(stringify(page.map((listed) => [...toCsvCells(listed)]))))) return;
    }
  },
};

const formatEvents = (page: readonly ListedEvent[]): string =>
  formatTable({
    head: ["time (UTC)", "actor", "action", "outcome", "address", "resource", "id"],
    rows: page.map(({ event }) => [
      formatTime(event.at),
      escapeTerminal(event.actor.name, 40),
      escapeTerminal(`${event.action.service}:${event.action.name}`, 60),
      event.outcome,
      toShown(event.address.text),
      event.resource === null ? "—" : escapeTerminal(event.resource, 60),
      escapeTerminal(event.id, 64),
    ]),
  });

const toTime = (text: string): EpochMs => parseTimeOption(text, SYSTEM_CLOCK);

function toLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 0)
    throw new InvalidArgumentError("Write a whole number, 0 for all.");
  return limit;
}
