import { type Command, Option } from "commander";
import { type PlaceFlags, toPlace } from "./data-option.ts";
import { EVENT_FORMATS, type EventFormat, type EventsPort, printEvents } from "./events.ts";
import { addReadOptions, type ReadFlags, toMaybeLimit, toPeriod } from "./read-option.ts";
import { writeOut } from "./standard-output.ts";

const LIMIT_DEFAULT = 50;

interface HuntFlags extends PlaceFlags, ReadFlags {
  readonly count?: boolean;
  readonly oldestFirst?: boolean;
  readonly csv?: boolean;
  readonly format?: EventFormat;
}

export function addHuntCommand(program: Command, port: Pick<EventsPort, "count" | "read">): void {
  const command = program
    .command("hunt")
    .argument("<query>", "a filter, in quotes")
    .summary("events that a filter asks for")
    .description(
      "Finds stored events by a filter, newest first:\n" +
        "  user:alice and action:(GetObject or PutObject) and not country:DE\n" +
        "  bytes > 100mb and hour < 5      address:198.51.100.0/24 outcome:denied      resource:*payroll*\n" +
        "Fields have the names of ECS, too (user.name, source.ip, event.action). Text without a field is looked for anywhere.",
    );
  addReadOptions(command, LIMIT_DEFAULT)
    .option("--count", "print only how many there are")
    .option("--oldest-first", "in the order in which they happened")
    .addOption(new Option("--format <format>", "how to print (default: table)").choices(EVENT_FORMATS))
    .option("--csv", "the same as --format csv")
    .action(async (q: string, flags: HuntFlags) => {
      const request = {
        place: toPlace(flags),
        ...toPeriod(flags),
        actor: null,
        action: null,
        q,
        limit: toMaybeLimit(flags.limit),
        oldestFirst: flags.oldestFirst === true,
      };
      if (flags.count !== true) return printEvents(toFormat(flags), port.read(request));
      const events = await port.count(request);
      await writeOut(flags.json === true ? `${JSON.stringify({ events })}\n` : `${events}\n`);
    });
}

function toFormat({ json, csv, format }: HuntFlags): EventFormat {
  if (json === true) return "json";
  return csv === true ? "csv" : (format ?? "table");
}
