/** Takes inputs' bytes and the events that were read from them; keeps both, each once; gives them back in the order of time. */
export { type Archive, type ArchiveCheck, type ArchivedInput, openArchive } from "./archive/archive.ts";
export { openDuckDbStore } from "./duckdb/open.ts";
export { openStore } from "./open.ts";
export { isStateKept } from "./passes/kept-states.ts";
export * from "./port.ts";
export * from "./ports/actor-port.ts";
export * from "./ports/alert-port.ts";
export * from "./ports/finding-port.ts";
export * from "./ports/incident-port.ts";
export * from "./ports/key-port.ts";
export * from "./ports/lease-port.ts";
export * from "./ports/model-port.ts";
export * from "./ports/pass-port.ts";
export * from "./ports/rule-match-port.ts";
export * from "./ports/verdict-port.ts";
export { STORE_PROBLEMS } from "./problems.ts";
export type { OpenStoreOptions, Store, StorePorts } from "./store.ts";
