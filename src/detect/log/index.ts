/** Takes events; gives them back as rows of numbers in the order of time, each once, and the facts of rows for behaviour. Bounded in memory. */
export { findContainerEnd } from "./container.ts";
export { fillEventFacts } from "./event-facts.ts";
export { type Absorbed, EventLog, type EventLogOptions } from "./event-log.ts";
export { type EventRowBatch, EventRowWriter } from "./event-row-writer.ts";
export { EVENT_FIELD, EVENT_LAYOUT, type EventContext } from "./event-rows.ts";
export type { EventTables } from "./event-tables.ts";
export {
  type AddressPlace,
  FactTables,
  type FactUpdate,
  NO_ROWS,
  toActionText,
  toActorKind,
  toFactUpdate,
} from "./fact-tables.ts";
export { toNetworkText } from "./network.ts";
export { appendRange, openRows, type RowRange, type Rows, toRowBytes } from "./rows.ts";
export { TextsByCode, toValueTexts, type ValueTexts } from "./value-texts.ts";
