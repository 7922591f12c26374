import { Option } from "commander";

/** Where a command keeps things, as the command line says; null: it says nothing. */
export interface StorePlace {
  /** The data folder. */
  readonly data: string | null;
  /** Address of a database. */
  readonly database: string | null;
}

export interface PlaceFlags {
  readonly data?: string;
  readonly database?: string;
}

/** `--data`, alike in every command that keeps something or asks what is kept. */
export const createDataOption = (): Option =>
  new Option(
    "--data <folder>",
    "the data folder (else GAIT_DATA, else the platform's place for program data)",
  );

/** `--database`, alike in every command that has `--data`. */
export const createDatabaseOption = (): Option =>
  new Option("--database <url>", "a PostgreSQL database (else DATABASE_URL, else the data folder's own)");

export const toPlace = ({ data, database }: PlaceFlags): StorePlace => ({
  data: data ?? null,
  database: database ?? null,
});
