import type { Caller } from "./asked.ts";

/** Does what commands of the server's own machine ask, since the server holds the data. */
export interface CommandsPort {
  /** Throws a problem for whoever is not this machine's terminal. */
  run(command: { readonly name: string; readonly request: unknown }, caller: Caller | null): Promise<unknown>;
}
