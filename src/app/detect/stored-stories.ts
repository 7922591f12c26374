import { type Detected, type Evidence, KeptLinks, type StoryContext } from "../../detect/index.ts";
import { findContainerEnd } from "../../detect/log/index.ts";
import type { EntityId, EpochMs, Event, EventId } from "../../domain/index.ts";
import type { Store, StoredFinding } from "../../store/index.ts";

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

/** Stored findings of behaviour as they were when they were found, with the events that began them. */
export async function readDetected(store: Store, lens: string): Promise<readonly Detected[]> {
  const detected: Detected[] = [];
  let waiting: StoredFinding[] = [];
  const resolve = async (): Promise<void> => {
    const firsts = await store.events.findEvents(waiting.map(({ finding }) => finding.events[0]!));
    for (const one of waiting) detected.push(toDetected(one, firsts));
    waiting = [];
  };
  for await (const page of store.findings.stream({ lens })) {
    waiting.push(...page);
    if (waiting.length >= FINDINGS_AT_ONCE) await resolve();
  }
  await resolve();
  return detected;
}

function toDetected(
  { finding, rawScore }: StoredFinding,
  firsts: ReadonlyMap<EventId, { readonly event: Event }>,
): Detected {
  const { event } = firsts.get(finding.events[0]!)!;
  return { finding: { ...finding, score: rawScore, incident: null }, first: toEvidence(event) };
}

/** As `resolveFindings` makes it of a row: of what the event acted on, no more than what holds it. */
const toEvidence = (event: Event): Evidence => ({
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
    resource: event.resource === null ? null : event.resource.slice(0, findContainerEnd(event.resource)),
    matched: null,
  },
});
