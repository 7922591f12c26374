import { type Command, InvalidArgumentError } from "commander";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";
import { EXIT } from "./exit.ts";
import { escapeTerminal, paintBold, paintDim } from "./terminal.ts";

export interface ServeRequest {
  readonly place: StorePlace;
  /** Null: as the settings say. */
  readonly host: string | null;
  /** 0: any that is free; null: as the settings say. */
  readonly port: number | null;
  /** PEM files; null: as the settings say. */
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
}

/** A server that listens. */
export interface ServeStart {
  readonly address: string;
  readonly database: string;
  /** A key that was made for this run, because there is no other; null: there is one. */
  readonly onceKey: string | null;
  /** Where the first administrator makes an account, once; null: there are users. */
  readonly setUpLink: string | null;
  /** What people should know of models and settings. */
  readonly notes: readonly string[];
}

export interface ServePort {
  /** Listens until it is asked to stop, then finishes what is under way. */
  serve(
    request: ServeRequest,
    options: {
      readonly stop: AbortSignal;
      readonly onStart: (start: ServeStart) => void;
      /** A line of the log: one JSON object. */
      readonly onLog: (line: string) => void;
    },
  ): Promise<void>;
}

interface Flags extends PlaceFlags {
  readonly port?: number;
  readonly host?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly quiet?: boolean;
}

const PORT_MAX = 65_535;

/** `gait serve`: the HTTP interface over what is stored. */
export function addServeCommand(program: Command, port: ServePort): void {
  program
    .command("serve")
    .summary("serve the HTTP API")
    .description(
      "Listens for requests until it is stopped; Ctrl-C finishes what is under way. People sign in: the first start prints a\n" +
        "link with which the first administrator makes an account. Programs need a key: API_KEY of the environment or of\n" +
        ".env, one of `gait keys create`, or, where there is neither key nor user, one that is printed at the start.\n" +
        "Beyond 127.0.0.1 it listens only where somebody has a way in; give it a certificate or put a proxy with TLS before it.",
    )
    .option("--port <number>", "0 takes any that is free (else GAIT_SERVER_PORT, else 5000)", toPort)
    .option("--host <address>", "where to listen (else GAIT_SERVER_HOST, else 127.0.0.1)")
    .option("--tls-cert <file>", "PEM file with the server's certificate, and those between it and the root")
    .option("--tls-key <file>", "PEM file with the key of the certificate")
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--quiet", "no log of requests on standard error")
    .action(async (flags: Flags) => {
      await runServeCommand(flags, port);
      process.exitCode = EXIT.fine;
    });
}

async function runServeCommand(flags: Flags, port: ServePort): Promise<void> {
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
  try {
    await port.serve(
      {
        place: toPlace(flags),
        host: flags.host ?? null,
        port: flags.port ?? null,
        tlsCert: flags.tlsCert ?? null,
        tlsKey: flags.tlsKey ?? null,
      },
      {
        stop: stop.signal,
        onStart: (start) => process.stdout.write(formatStart(start)),
        onLog: (line) => {
          if (flags.quiet !== true) process.stderr.write(line);
        },
      },
    );
  } finally {
    process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
  }
}

function formatStart({ address, database, onceKey, setUpLink, notes }: ServeStart): string {
  const lines = [`${paintBold("Gait")} listens at ${address}`, paintDim(`over ${escapeTerminal(database)}`)];
  lines.push(...notes.map((note) => paintDim(note)));
  if (setUpLink !== null)
    lines.push(
      `Nobody can sign in yet. Make your account: ${setUpLink}`,
      paintDim("It works once, for a day."),
    );
  if (onceKey !== null)
    lines.push(
      `There is no key yet. For this run: ${onceKey}`,
      paintDim("It ends with the server; `gait keys create` makes keys that stay."),
    );
  lines.push(paintDim(`Try: curl ${address}/health   What there is: ${address}/api/openapi.json`), "");
  return lines.join("\n");
}

function toPort(text: string): number {
  const port = Number(text);
  if (text.trim() !== "" && Number.isInteger(port) && port >= 0 && port <= PORT_MAX) return port;
  throw new InvalidArgumentError(`Write a whole number from 0 to ${PORT_MAX}.`);
}
