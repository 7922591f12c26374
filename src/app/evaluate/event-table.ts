import { type Event, toError } from "../../domain/index.ts";
import { APP_PROBLEMS } from "../problems.ts";

/** What an evaluation keeps of every event, found or not: a row each. */
export interface EventTable {
  readonly rows: number;
  /** Row of an event, by its id. */
  readonly rowOf: ReadonlyMap<string, number>;
  /** Milliseconds since 1970. */
  readonly at: Float64Array;
  /** Place of the actor in `actors`. */
  readonly actor: Int32Array;
  readonly actors: readonly string[];
  /** The nine columns of the reference's detector, as it codes them. */
  readonly reference: Readonly<Record<ReferenceColumn, Float64Array>>;
}

export const REFERENCE_COLUMNS = [
  "user",
  "action",
  "size",
  "region",
  "address",
  "device",
  "hour",
  "weekday",
  "weekend",
] as const;
export type ReferenceColumn = (typeof REFERENCE_COLUMNS)[number];

export interface EventTableBuilder {
  /** Adds an event; one whose id is there already is left out. */
  add(event: Event): void;
  close(): EventTable;
}

/** Events of one evaluation: as many as a table of ids can hold. */
export const EVALUATED_EVENTS_MAX = 16_000_000;
const ROWS_AT_FIRST = 4096;

/** @param rowsMax throws EVALUATE_TOO_LARGE on more. */
export function createEventTable(rowsMax: number = EVALUATED_EVENTS_MAX): EventTableBuilder {
  const rowOf = new Map<string, number>();
  const at = createColumn();
  const columns = REFERENCE_COLUMNS.map(createColumn);
  const [users, actions, regions, addresses, devices] = Array.from({ length: 5 }, createCodes) as [
    Codes,
    Codes,
    Codes,
    Codes,
    Codes,
  ];
  return {
    add(event) {
      if (rowOf.has(event.id)) return;
      if (rowOf.size >= rowsMax) throw toError(APP_PROBLEMS, "EVALUATE_TOO_LARGE", { max: rowsMax });
      rowOf.set(event.id, rowOf.size);
      at.push(event.at);
      const date = new Date(event.at);
      const weekday = (date.getUTCDay() + 6) % 7;
      const values = [
        users.codeOf(event.actor.id),
        actions.codeOf(`${event.action.service}:${event.action.name}`),
        (event.bytesIn ?? 0) + (event.bytesOut ?? 0),
        regions.codeOf(event.region ?? ""),
        addresses.codeOf(event.address.text ?? ""),
        devices.codeOf(event.device ?? event.tool.name),
        date.getUTCHours(),
        weekday,
        weekday >= 5 ? 1 : 0,
      ];
      for (const [place, value] of values.entries()) columns[place]!.push(value);
    },
    close() {
      const closed = columns.map((column) => column.close());
      return {
        rows: rowOf.size,
        rowOf,
        at: at.close(),
        actor: Int32Array.from(closed[0]!),
        actors: users.texts,
        reference: Object.fromEntries(
          REFERENCE_COLUMNS.map((name, place) => [name, closed[place]!]),
        ) as EventTable["reference"],
      };
    },
  };
}

interface Codes {
  readonly texts: readonly string[];
  codeOf(text: string): number;
}

/** Numbers in the order of first appearance. */
function createCodes(): Codes {
  const codes = new Map<string, number>();
  const texts: string[] = [];
  return {
    texts,
    codeOf(text) {
      const known = codes.get(text);
      if (known !== undefined) return known;
      codes.set(text, texts.length);
      return texts.push(text) - 1;
    },
  };
}

interface Column {
  push(value: number): void;
  close(): Float64Array;
}

function createColumn(): Column {
  let values = new Float64Array(ROWS_AT_FIRST);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const longer = new Float64Array(2 * length);
        longer.set(values);
        values = longer;
      }
      values[length++] = value;
    },
    close: () => values.subarray(0, length),
  };
}
