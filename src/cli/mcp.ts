import type { Command } from "commander";
import {
  createDatabaseOption,
  createDataOption,
  type PlaceFlags,
  type StorePlace,
  toPlace,
} from "./data-option.ts";

export interface McpPort {
  /** Speaks over standard input and output until either ends, or it is asked to stop. */
  serve(place: StorePlace, stop: AbortSignal): Promise<void>;
}

/** `gait mcp`: read-only tools for programs that speak the Model Context Protocol. */
export function addMcpCommand(program: Command, port: McpPort): void {
  program
    .command("mcp")
    .summary("serve read-only tools to AI clients over the Model Context Protocol")
    .description(
      "Speaks the Model Context Protocol over standard input and output, for a client on this machine that starts it. Its tools\n" +
        "only read. A running `gait serve` offers the same at /api/mcp to whoever has a key.",
    )
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .action(async (flags: PlaceFlags) => {
      const stop = new AbortController();
      const onInterrupt = (): void => stop.abort();
      process.once("SIGINT", onInterrupt).once("SIGTERM", onInterrupt);
      try {
        await port.serve(toPlace(flags), stop.signal);
      } finally {
        process.off("SIGINT", onInterrupt).off("SIGTERM", onInterrupt);
      }
    });
}
