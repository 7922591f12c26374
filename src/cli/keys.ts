import { type Command, InvalidArgumentError, Option } from "commander";
import { type EpochMs, SCOPES, type Scope } from "../domain/index.ts";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { writeOut } from "./standard-output.ts";
import { escapeTerminal, formatTable, formatTime, paintDim, writeError } from "./terminal.ts";

/** A key of the API as people see it: without its secret. */
export interface ShownKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: EpochMs;
  readonly expiresAt: EpochMs | null;
  readonly revokedAt: EpochMs | null;
  readonly lastUsedAt: EpochMs | null;
  readonly state: "valid" | "expired" | "revoked";
}

export interface KeysPort {
  create(
    place: StorePlace,
    key: {
      readonly name: string;
      readonly scopes: readonly Scope[];
      /** From now on; null: it does not expire. */
      readonly forMs: number | null;
    },
  ): Promise<ShownKey & { readonly secret: string }>;
  list(place: StorePlace): Promise<readonly ShownKey[]>;
  /** Throws STORE_KEY_UNKNOWN. */
  revoke(place: StorePlace, id: string): Promise<ShownKey>;
  /** Random values for settings, kept nowhere: 32 and 16 bytes in hexadecimal. */
  generate(): Promise<{ readonly secretKey: string; readonly apiKey: string }>;
}

interface CreateFlags extends PlaceFlags {
  readonly name: string;
  readonly scope: readonly Scope[];
  readonly expires?: number;
  readonly json?: true;
}

interface ListFlags extends PlaceFlags {
  readonly json?: true;
}

/** `gait keys`: who may use the HTTP API. */
export function addKeysCommand(program: Command, port: KeysPort): void {
  const keys = program
    .command("keys")
    .summary("keys of the HTTP API: create, list, revoke, generate for .env")
    .description("Who may use the HTTP API, and for what. A key is shown when it is made and never again.");
  keys
    .command("create")
    .summary("make a key")
    .description("Makes a key and prints it. Only its digest is kept: who loses it makes another.")
    .option("--name <text>", "what it is for", "key")
    .addOption(
      new Option("--scope <scope...>", "what it allows; admin allows everything")
        .choices(SCOPES)
        .default(["read"], "read"),
    )
    .option("--expires <span>", "how long it counts: 12h, 90d", toSpan)
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--json", "as JSON")
    .action(async ({ name, scope, expires, json, ...flags }: CreateFlags) => {
      const made = await port.create(toPlace(flags), { name, scopes: scope, forMs: expires ?? null });
      const { secret } = made;
      await writeOut(
        json === true ? `${JSON.stringify({ ...toKeyJson(made), key: secret }, null, 2)}\n` : `${secret}\n`,
      );
      if (json !== true)
        writeError(`${paintDim(`Key ${made.id} (${made.scopes.join(", ")}). It is not shown again.`)}\n`);
      process.exitCode = EXIT.fine;
    });
  addList(keys, port);
  addGenerate(keys, port);
  keys
    .command("revoke")
    .summary("end a key")
    .description("Ends a key at once; a running server knows within seconds.")
    .argument("<id>", "as `gait keys list` shows it")
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .action(async (id: string, flags: PlaceFlags) => {
      const revoked = await port.revoke(toPlace(flags), id);
      await writeOut(`Key ${revoked.id} (${escapeTerminal(revoked.name)}) does not count any more.\n`);
      process.exitCode = EXIT.fine;
    });
}

function addList(keys: Command, port: KeysPort): void {
  keys
    .command("list")
    .summary("all keys, without their secrets")
    .description("Lists every key that was made, the oldest first.")
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--json", "as JSON")
    .action(async ({ json, ...flags }: ListFlags) => {
      const all = await port.list(toPlace(flags));
      await writeOut(json === true ? `${JSON.stringify(all.map(toKeyJson), null, 2)}\n` : formatKeys(all));
      process.exitCode = EXIT.fine;
    });
}

function addGenerate(keys: Command, port: KeysPort): void {
  keys
    .command("generate")
    .summary("random values of API_KEY and SECRET_KEY for .env")
    .description(
      "Prints random values as lines of a .env file and keeps nothing: `gait keys generate >> .env`. A server that others can\n" +
        "reach starts with no API_KEY that is short or an example's. Keep .env out of version control.",
    )
    .option("--json", "as JSON")
    .action(async ({ json }: { readonly json?: true }) => {
      const { secretKey, apiKey } = await port.generate();
      const lines = `SECRET_KEY=${secretKey}\nAPI_KEY=${apiKey}\n`;
      await writeOut(
        json === true ? `${JSON.stringify({ secret_key: secretKey, api_key: apiKey }, null, 2)}\n` : lines,
      );
      process.exitCode = EXIT.fine;
    });
}

function formatKeys(keys: readonly ShownKey[]): string {
  if (keys.length === 0) return `${paintDim("There is no key yet: `gait keys create`.")}\n`;
  const table = formatTable({
    head: ["id", "name", "allows", "state", "made", "expires", "last used"],
    rows: keys.map((key) => [
      key.id,
      escapeTerminal(key.name, 60),
      key.scopes.join(" "),
      key.state,
      formatTime(key.createdAt),
      key.expiresAt === null ? "never" : formatTime(key.expiresAt),
      key.lastUsedAt === null ? "never" : formatTime(key.lastUsedAt),
    ]),
    numeric: [],
  });
  return `${table}\n`;
}

const toIso = (at: EpochMs | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Field names are part of the interface. */
export const toKeyJson = (key: ShownKey): object => ({
  id: key.id,
  name: key.name,
  scopes: key.scopes,
  state: key.state,
  created_at: toIso(key.createdAt),
  expires_at: toIso(key.expiresAt),
  revoked_at: toIso(key.revokedAt),
  last_used_at: toIso(key.lastUsedAt),
});

const UNIT_MS: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000 };

function toSpan(text: string): number {
  const parts = /^([1-9]\d{0,4})([hd])$/.exec(text.trim());
  if (parts !== null) return Number(parts[1]) * UNIT_MS[parts[2]!]!;
  throw new InvalidArgumentError("Write a span such as 12h or 90d.");
}
