import type { EpochMs, Event, JsonObject, LogType } from "../../domain/index.ts";
import type { Enricher } from "../../enrich/index.ts";
import type { IdSource } from "../content-id.ts";
import type { Refusal } from "../trouble.ts";
import type { People } from "./people.ts";

export const FORMAT_IDS = [
  "cloudtrail",
  "upload-log",
  "user-activity",
  "account-snapshot",
  "generic",
] as const;
export type FormatId = (typeof FORMAT_IDS)[number];

/** The beginning of an input, by which its format is recognised. */
export interface Sample {
  readonly text: string;
  /** The input's name; a weak witness. */
  readonly name: string;
  /** The text is JSON, in whatever container. */
  readonly isJson: boolean;
  /** Names of the first row's cells in lower case; empty when the text is JSON or no CSV. */
  readonly columns: ReadonlySet<string>;
}

/** What a format needs to make events. */
export interface MapContext {
  readonly enricher: Enricher;
  readonly receivedAt: EpochMs;
  readonly ids: IdSource;
  readonly people: People;
}

/** How one kind of log becomes events: one folder each, with samples. */
export interface Format {
  readonly id: FormatId;
  readonly logType: LogType;
  /** Fields of an outermost JSON object whose list holds the records. */
  readonly listFields: readonly string[];
  /** Columns that mean something to this format; a header that spells them in another case is read as this. */
  readonly columns: readonly string[];
  /** Columns that a CSV must have; null: this log never comes as CSV. */
  readonly requiredColumns: readonly string[] | null;
  /** A row of its CSV is one line: no cell of this log holds a line end, so an open quote can hide nothing. */
  readonly rowsAreLines: boolean;
  /** Whether the sample is of this format and of no other. */
  readonly recognises: (sample: Sample) => boolean;
  /** The record inside of what delivered it; the value itself when nothing is around it. */
  readonly toRecord: (value: JsonObject) => JsonObject | Refusal;
  /** Never throws, whatever types the fields have. */
  readonly toEvent: (record: JsonObject, context: MapContext) => Event | Refusal;
}
