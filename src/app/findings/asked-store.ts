import type { StorePlace } from "../../cli/data-option.ts";
import type { Looked } from "../../cli/looked.ts";
import { type EntityId, toError } from "../../domain/index.ts";
import type { ActorSummary, Store } from "../../store/index.ts";
import { openPlace } from "../open-place.ts";
import { FINDINGS_PROBLEMS } from "./problems.ts";

/** Opens a place that must be there, asks, closes. */
export async function withStore<T>(
  place: StorePlace,
  purpose: string,
  ask: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openPlace(place, { purpose, mustExist: true });
  try {
    return await ask(store);
  } finally {
    await store.close();
  }
}

export async function readLooked(store: Store): Promise<Looked> {
  const { lastRun, inputsWaiting, eventsWaiting, unfinished } = await store.passes.readProgress();
  return {
    lookedAt: lastRun?.finishedAt ?? null,
    inputsWaiting,
    eventsWaiting,
    isUnfinished: unfinished !== null,
  };
}

/** Whether anything was looked at: a pass that has not finished yet counts with what it found. */
export const isLooked = async (store: Store, looked: Looked): Promise<boolean> =>
  looked.lookedAt !== null || (await store.findings.count({})).total > 0;

/** "Did not look" is never shown as "found nothing". */
export async function refuseUnlooked(store: Store): Promise<Looked> {
  const looked = await readLooked(store);
  if (!(await isLooked(store, looked)))
    throw toError(FINDINGS_PROBLEMS, "FINDINGS_NOT_LOOKED", { events: looked.eventsWaiting });
  return looked;
}

/** Actors named where a text is not enough. */
const NAMED_MAX = 5;

/** The one actor that a text names. */
export async function findActor(store: Store, text: string): Promise<ActorSummary> {
  const found = await store.actors.search(text, NAMED_MAX + 1);
  const [first, ...others] = found;
  if (first === undefined) throw toError(FINDINGS_PROBLEMS, "FINDINGS_ACTOR_UNKNOWN", { text });
  if (others.length === 0) return first;
  const named = found
    .slice(0, NAMED_MAX)
    .map(({ id }: { readonly id: EntityId }) => id)
    .join(", ");
  throw toError(FINDINGS_PROBLEMS, "FINDINGS_ACTOR_SEVERAL", {
    text,
    count: found.length > NAMED_MAX ? `More than ${NAMED_MAX}` : found.length,
    named,
  });
}
