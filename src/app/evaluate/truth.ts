import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parse } from "csv-parse/sync";
import { toSystemWhy } from "../../cli/unexpected.ts";
import { toError } from "../../domain/index.ts";
import { APP_PROBLEMS } from "../problems.ts";
import type { EventTable } from "./event-table.ts";

/** What is known of events beforehand. */
export interface Labels {
  /** Attack events, by id. */
  readonly attacks: ReadonlyMap<string, AttackLabel>;
  /** What looks like an attack and is none, by the event's id. */
  readonly decoys: ReadonlyMap<string, string>;
}

export interface AttackLabel {
  readonly story: string;
  readonly technique: string | null;
}

/** The truth about each row of a table of events. */
export interface Truth {
  readonly stories: readonly string[];
  /** Place of the story in `stories`; -1: ordinary. */
  readonly storyOf: Int16Array;
  readonly decoys: readonly string[];
  /** -1: none. */
  readonly decoyOf: Int16Array;
  readonly techniques: readonly string[];
  /** -1: none that is known. */
  readonly techniqueOf: Int16Array;
  /** 1: attack. */
  readonly isAttack: Uint8Array;
  /** Labelled events that the table does not hold. */
  readonly missing: number;
}

/** Reads labels (`event_id,story[,…,technique]`) and, where it is named or lies beside them, `decoys.csv` (`event_id,decoy`). */
export async function readLabels(file: string, decoysFile: string | null): Promise<Labels> {
  const rows = await readTable(file, ["event_id", "story"]);
  const beside = join(dirname(file), "decoys.csv");
  const decoyFile = decoysFile ?? (existsSync(beside) ? beside : null);
  const decoyRows = decoyFile === null ? [] : await readTable(decoyFile, ["event_id", "decoy"]);
  return {
    attacks: new Map(
      rows
        .filter(({ story }) => story !== undefined && story !== "")
        .map((row) => [row["event_id"]!, { story: row["story"]!, technique: toText(row["technique"]) }]),
    ),
    decoys: new Map(decoyRows.map((row) => [row["event_id"]!, row["decoy"]!])),
  };
}

const toText = (text: string | undefined): string | null => (text === undefined || text === "" ? null : text);

type Row = Readonly<Record<string, string | undefined>>;

async function readTable(file: string, columns: readonly string[]): Promise<readonly Row[]> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const why = toSystemWhy(error);
    throw why === null
      ? error
      : toError(APP_PROBLEMS, "EVALUATE_LABELS_UNREADABLE", { file, why }, { cause: error });
  });
  const rows: readonly Row[] = parse(text, {
    columns: true,
    skip_empty_lines: true,
    relax_column_count: true,
  });
  const [first] = rows;
  const missing = first === undefined ? undefined : columns.find((column) => first[column] === undefined);
  if (missing !== undefined) throw toError(APP_PROBLEMS, "EVALUATE_LABELS_COLUMN", { file, column: missing });
  return rows;
}

export function toTruth(labels: Labels, events: Pick<EventTable, "rows" | "rowOf">): Truth {
  const story = createNames(events.rows);
  const technique = createNames(events.rows);
  const decoy = createNames(events.rows);
  const isAttack = new Uint8Array(events.rows);
  let missing = 0;
  for (const [id, label] of labels.attacks) {
    const row = events.rowOf.get(id);
    if (row === undefined) {
      missing++;
      continue;
    }
    isAttack[row] = 1;
    story.set(row, label.story);
    if (label.technique !== null) technique.set(row, label.technique);
  }
  for (const [id, name] of labels.decoys) {
    const row = events.rowOf.get(id);
    if (row !== undefined && isAttack[row] === 0) decoy.set(row, name);
  }
  return {
    stories: story.names,
    storyOf: story.codes,
    decoys: decoy.names,
    decoyOf: decoy.codes,
    techniques: technique.names,
    techniqueOf: technique.codes,
    isAttack,
    missing,
  };
}

function createNames(rows: number): {
  readonly names: readonly string[];
  readonly codes: Int16Array;
  set(row: number, name: string): void;
} {
  const places = new Map<string, number>();
  const names: string[] = [];
  const codes = new Int16Array(rows).fill(-1);
  return {
    names,
    codes,
    set(row, name) {
      const place = places.get(name) ?? names.push(name) - 1;
      places.set(name, place);
      codes[row] = place;
    },
  };
}
