import { type Detected, type Evidence, KeptLinks, type StoryContext } from "../../detect/index.ts";
import { findContainerEnd } from "../../detect/log/index.ts";
import { type EntityId, type EpochMs, type Event, isJsonObject } from "../../domain/index.ts";
import type { FindingVersion, Store } from "../../store/index.ts";
import { RULES_LENS } from "./rule-days.ts";

export interface ContextChoice {
  /** Of the first stored event; null: there is none. */
  readonly firstAt: EpochMs | null;
  /** False: nobody says what is usual, for behaviour was not looked at. */
  readonly isBehaviourKnown: boolean;
}

/** What the store knows besides findings when these are brought into stories. */
export async function readStoryContext(
  store: Store,
  { firstAt, isBehaviourKnown }: ContextChoice,
): Promise<StoryContext> {
  const links = new KeptLinks();
  for await (const batch of store.actors.streamLinks({}))
    for (const { actor, accessKeyId, at, link } of batch)
      links.note(link, { actor: { ...actor, session: null }, accessKeyId, at });
  const firstSeen = new Map<EntityId, number>();
  if (isBehaviourKnown) for (const one of await store.actors.list({})) firstSeen.set(one.id, one.firstAt);
  return {
    keyOrigins: links.keyOrigins,
    createdIdentities: links.createdIdentities,
    span: firstAt === null ? null : { firstAt },
    firstSeenAt: (identity) => firstSeen.get(identity) ?? null,
  };
}

/** Findings whose first events are looked up at once. */
const FINDINGS_AT_ONCE = 2000;

/** Stored findings of a pass as they were when they were found, with the events that began them. */
export async function readDetected(store: Store, lens: string): Promise<readonly Detected[]> {
  const detected: Detected[] = [];
  let waiting: FindingVersion[] = [];
  const resolve = async (): Promise<void> => {
    const firsts = await store.events.findEvents(waiting.map(({ finding }) => finding.events[0]!));
    for (const one of waiting) {
      const { event } = firsts.get(one.finding.events[0]!)!;
      detected.push(toDetected(one, isOwn(one, event) ? event : await findOwn(store, one, event)));
    }
    waiting = [];
  };
  for await (const page of store.findings.streamGiven({ lens })) {
    waiting.push(...page);
    if (waiting.length >= FINDINGS_AT_ONCE) await resolve();
  }
  await resolve();
  return detected;
}

/** Many touch a resource: what is found at it begins with whoever brought it about, as the pass told it. */
const isOwn = ({ finding: { actor, entity } }: FindingVersion, { actor: by }: Event): boolean =>
  entity.type !== "resource" || by.id === actor.id;

async function findOwn(store: Store, stored: FindingVersion, first: Event): Promise<Event> {
  const ids = stored.finding.events;
  const found = await store.events.findEvents(ids);
  for (const id of ids) {
    const event = found.get(id)?.event;
    if (event !== undefined && isOwn(stored, event)) return event;
  }
  return first;
}

function toDetected(stored: FindingVersion, event: Event): Detected {
  const { finding, tally } = stored;
  return {
    finding,
    first: toEvidence(event, toResource(event, stored)),
    ...(tally === undefined ? {} : { tally }),
  };
}

/** As the pass had it when it made the finding. */
const toEvidence = (event: Event, resource: string | null): Evidence => ({
  at: event.at,
  event: event.id,
  actor: { ...event.actor, session: null },
  accessKeyId: event.accessKeyId,
  detail: {
    event: event.id,
    action: event.action.name,
    service: event.action.service,
    outcome: event.outcome,
    errorCode: event.errorCode,
    account: event.account,
    region: event.region,
    address: event.address.text,
    country: event.address.country,
    tool: event.tool.name,
    resource,
    matched: null,
  },
});

/** What the event acted on: behaviour knows no more than what holds it, and most correlations do not look at it. */
function toResource({ resource }: Event, { finding, lens }: FindingVersion): string | null {
  if (resource === null) return null;
  if (lens !== RULES_LENS) return resource.slice(0, findContainerEnd(resource));
  const { example } = finding.explanation;
  return isJsonObject(example) && typeof example["resource"] === "string" ? resource : null;
}
