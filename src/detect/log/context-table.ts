import { DEVICES, type Event, LOG_TYPES, OUTCOMES } from "../../domain/index.ts";
import type { EventContext } from "./event-rows.ts";

/**
 * The shared instance for an event's context. Account, region and error come as fresh texts with every record, so
 * they are looked up one inside the other, the last one first: no text is put together for it.
 */
export class ContextFinder {
  #byAccount = new Map<string | null, ByRegion>();
  #size = 0;
  #last: EventContext | null = null;

  find(event: Event): EventContext {
    const last = this.#last;
    if (
      last !== null &&
      last.outcome === event.outcome &&
      last.region === event.region &&
      last.account === event.account &&
      last.errorCode === event.errorCode &&
      last.logType === event.logType &&
      last.device === event.device
    )
      return last;
    const found = this.#find(event);
    this.#last = found;
    return found;
  }

  #find({ account, region, errorCode, outcome, logType, device }: Event): EventContext {
    if (this.#size >= CONTEXTS_MAX) {
      this.#byAccount = new Map();
      this.#size = 0;
    }
    const byError = getOrMake(getOrMake(this.#byAccount, account), region);
    const contexts = byError.get(errorCode) ?? [];
    if (contexts.length === 0) byError.set(errorCode, contexts);
    const kind =
      (LOG_TYPES.indexOf(logType) * OUTCOMES.length + OUTCOMES.indexOf(outcome)) * (DEVICES.length + 1) +
      (device === null ? 0 : DEVICES.indexOf(device) + 1);
    let found = contexts[kind];
    if (found === undefined) {
      found = { logType, outcome, errorCode, account, region, device };
      contexts[kind] = found;
      this.#size++;
    }
    return found;
  }
}

/** Contexts that are remembered; beyond it all are forgotten. */
export const CONTEXTS_MAX = 65_536;

type ByError = Map<string | null, EventContext[]>;
type ByRegion = Map<string | null, ByError>;

function getOrMake<K, V extends Map<string | null, unknown>>(map: Map<K, V>, key: K): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map() as V;
  map.set(key, made);
  return made;
}
