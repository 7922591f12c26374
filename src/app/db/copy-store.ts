import { toError } from "../../domain/index.ts";
import type { InputRecord, Store } from "../../store/index.ts";
import { type BehaviourCopied, copyBehaviour } from "./copy-behaviour.ts";
import { DB_PROBLEMS } from "./problems.ts";

export interface CopyProgress {
  readonly inputs: number;
  readonly inputsTotal: number;
  readonly events: number;
  readonly eventsTotal: number;
}

export interface CopySummary extends BehaviourCopied {
  readonly inputsNew: number;
  /** Inputs that were there already. */
  readonly inputsKnown: number;
  /** Events of the new inputs. */
  readonly events: number;
  /** Everything that stands in the copy now. */
  readonly eventsThere: number;
}

/**
 * Copies ledger, events and rejects from one store to another, whatever engines they have, and then what was made of
 * them. An input that the other has
 * already is left out, so a copy that was interrupted goes on where it was; the counts of both are compared at the end.
 */
export async function copyStore(
  from: Store,
  to: Store,
  onProgress?: (progress: CopyProgress) => void,
): Promise<CopySummary> {
  if (from.database === to.database) throw toError(DB_PROBLEMS, "DB_COPY_SAME", { place: from.database });
  const known = new Set((await to.events.listInputs()).map(({ hash }) => hash));
  const missing = (await from.events.listInputs()).filter(({ hash }) => !known.has(hash));
  const eventsTotal = missing.reduce((sum, { events }) => sum + events, 0);
  const session = to.events.startIngest();
  let inputs = 0;
  let events = 0;
  try {
    for await (const { record, batches } of from.events.streamInputs(({ hash }) => !known.has(hash))) {
      await session.restore(record, batches);
      inputs++;
      events += record.events;
      onProgress?.({ inputs, inputsTotal: missing.length, events, eventsTotal });
    }
    await session.commit();
  } catch (error) {
    await session.rollback().catch(() => {});
    throw error;
  }
  await compare(from, to);
  const behaviour = await copyBehaviour(from, to);
  const eventsThere = await to.events.countEvents({});
  return { inputsNew: inputs, inputsKnown: known.size, events, eventsThere, ...behaviour };
}

/** Every input of the source must stand in the copy with the same counts, and every event be counted by its input. */
async function compare(from: Store, to: Store): Promise<void> {
  const copies = new Map((await to.events.listInputs()).map((record) => [record.hash, record]));
  for (const record of await from.events.listInputs()) {
    const copy = copies.get(record.hash);
    const difference = copy === undefined ? "it is missing" : findDifference(record, copy);
    if (difference !== null)
      throw toError(DB_PROBLEMS, "DB_COPY_DIFFERS", { difference: `input ${record.hash}: ${difference}` });
  }
  const counted = [...copies.values()].reduce((sum, { events }) => sum + events, 0);
  const stored = await to.events.countEvents({});
  if (counted !== stored)
    throw toError(DB_PROBLEMS, "DB_COPY_DIFFERS", {
      difference: `it holds ${stored} events, its inputs count ${counted}`,
    });
}

/** An event that the copy had from elsewhere is a duplicate there. */
function findDifference(record: InputRecord, copy: InputRecord): string | null {
  const seen = record.events + record.duplicates;
  const copied = copy.events + copy.duplicates;
  if (seen !== copied) return `${copied} events instead of ${seen}`;
  if (record.rejects !== copy.rejects) return `${copy.rejects} rejects instead of ${record.rejects}`;
  return null;
}
