import {
  DAY_MS,
  type EpochMs,
  type Incident,
  severityRank,
  toTacticName,
  toTechniqueName,
  toTechniqueUrl,
} from "../../domain/index.ts";
import { clip } from "../document/words.ts";
import { readExplanation } from "../explanation/read-explanation.ts";
import type { AnyFacts, ReportedEvent, ReportedFinding } from "../facts.ts";
import { toObservableId, toOwnId } from "./uuid.ts";

/** Findings in one bundle. */
const FINDINGS_MAX = 500;
/** Addresses change hands: an indicator ends so long after it was last seen. */
const INDICATOR_DAYS = 30;
const OBSERVED_MAX = 999_999_999;

interface StixObject {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
}

/** What a bundle is gathered in: each object once, in the order in which they came. */
class Objects {
  readonly #byId = new Map<string, StixObject>();

  add(object: StixObject): string {
    if (!this.#byId.has(object.id)) this.#byId.set(object.id, object);
    return object.id;
  }

  list(): readonly StixObject[] {
    return [...this.#byId.values()];
  }
}

const toTime = (at: number): string => new Date(at).toISOString();

/** Common to all objects that we made; the same thing, told again, has the same id and times. */
const made = (at: number, more: object = {}) => ({
  spec_version: "2.1",
  created: toTime(at),
  modified: toTime(at),
  created_by_ref: PRODUCER,
  ...more,
});

const PRODUCER = toOwnId("identity", "gait");
const PRODUCER_AT = Date.UTC(2026, 0, 1);

/**
 * A STIX 2.1 bundle: techniques, what was observed of each finding, sightings, and indicators for addresses that were
 * new to whom they were used by. Addresses that an identity is known by are observed, and never indicators.
 */
export function toStixBundle(facts: AnyFacts, title: string): object {
  const objects = new Objects();
  objects.add({
    type: "identity",
    id: PRODUCER,
    ...made(PRODUCER_AT),
    name: "Gait",
    description: `Behaviour analytics for cloud logs, version ${facts.version}.`,
    identity_class: "system",
  });
  const events = new Map(facts.events.map((one) => [one.event.id, one]));
  for (const one of facts.findings.slice(0, FINDINGS_MAX))
    addFinding(
      objects,
      one,
      one.finding.events.flatMap((id) => events.get(id) ?? []),
    );
  if (facts.kind !== "incident") for (const { incident } of facts.incidents) addIncident(objects, incident);
  addReport(objects, facts, title);
  return {
    type: "bundle",
    id: toOwnId("bundle", `${facts.kind} ${toSubject(facts)} ${facts.period.from} ${facts.period.to}`),
    objects: objects.list(),
  };
}

function toSubject(facts: AnyFacts): string {
  if (facts.kind === "incident") return facts.incident.id;
  return facts.kind === "actor" ? facts.actor.id : "";
}

/** An incident is a report about what was observed of its findings: STIX 2.1 keeps its own object for them empty. */
function addIncident(objects: Objects, incident: Incident): void {
  const known = new Set(objects.list().map(({ id }) => id));
  const refs = incident.findings.map((id) => toOwnId("observed-data", id)).filter((id) => known.has(id));
  if (refs.length === 0) return;
  objects.add({
    type: "report",
    id: toOwnId("report", incident.id),
    ...made(incident.until),
    name: clip(incident.summary, 120),
    description: incident.summary,
    report_types: ["threat-report"],
    published: toTime(incident.until),
    labels: [`severity:${incident.severity}`],
    object_refs: refs,
  });
}

function addReport(objects: Objects, facts: AnyFacts, title: string): void {
  const { period, generatedAt } = facts;
  const created = Math.min(period.to, generatedAt);
  objects.add({
    type: "report",
    id: toOwnId("report", `${facts.kind} ${toSubject(facts)} ${period.from} ${period.to}`),
    ...made(created, { modified: toTime(generatedAt) }),
    name: title,
    description: [
      ...(facts.kind === "incident" ? [facts.incident.summary] : []),
      `Made by Gait ${facts.version}.`,
      ...facts.leftOut,
    ].join(" "),
    report_types: ["threat-report", "observed-data"],
    published: toTime(generatedAt),
    object_refs: objects.list().map(({ id }) => id),
  });
}

function addFinding(objects: Objects, { finding }: ReportedFinding, events: readonly ReportedEvent[]): void {
  const observed = addObserved(objects, finding, events);
  const patterns = addPatterns(objects, finding);
  for (const pattern of patterns)
    objects.add({
      type: "sighting",
      id: toOwnId("sighting", `${finding.id} ${pattern}`),
      ...made(finding.until),
      confidence: Math.round(finding.score * 100),
      description: finding.summary,
      first_seen: toTime(finding.at),
      last_seen: toTime(finding.until),
      count: Math.min(OBSERVED_MAX, Math.max(1, finding.events.length)),
      sighting_of_ref: pattern,
      observed_data_refs: [observed],
      where_sighted_refs: [PRODUCER],
      labels: [`severity:${finding.severity}`],
    });
  addIndicators(objects, finding, { events, observed, patterns });
}

function addObserved(
  objects: Objects,
  finding: ReportedFinding["finding"],
  events: readonly ReportedEvent[],
): string {
  const refs = new Set([addAccount(objects, finding.actor)]);
  for (const { event } of events) {
    refs.add(addAccount(objects, event.actor));
    const address = addAddress(objects, event.address);
    if (address !== null) refs.add(address);
  }
  return objects.add({
    type: "observed-data",
    id: toOwnId("observed-data", finding.id),
    ...made(finding.until),
    first_observed: toTime(finding.at),
    last_observed: toTime(finding.until),
    number_observed: Math.min(OBSERVED_MAX, Math.max(1, finding.events.length)),
    object_refs: [...refs],
  });
}

const addAccount = (objects: Objects, { id, name }: { readonly id: string; readonly name: string }): string =>
  objects.add({
    type: "user-account",
    spec_version: "2.1",
    id: toObservableId("user-account", { user_id: id }),
    user_id: id,
    display_name: name,
  });

type Address = ReportedEvent["event"]["address"];
const toAddressType = (text: string): "ipv4-addr" | "ipv6-addr" =>
  text.includes(":") ? "ipv6-addr" : "ipv4-addr";

/** Null: it is no address. */
function addAddress(objects: Objects, { kind, text }: Address): string | null {
  if (text === null || (kind !== "public" && kind !== "private" && kind !== "reserved")) return null;
  const type = toAddressType(text);
  return objects.add({ type, spec_version: "2.1", id: toObservableId(type, { value: text }), value: text });
}

function addPatterns(objects: Objects, { attack }: ReportedFinding["finding"]): readonly string[] {
  const tactics = new Map<string, Set<string>>();
  for (const { tactic, technique } of attack) {
    if (technique === null) continue;
    const names = tactics.get(technique) ?? new Set<string>();
    tactics.set(technique, names);
    names.add(toTacticName(tactic).toLowerCase().replaceAll(" ", "-"));
  }
  return [...tactics.keys()].map((technique) => {
    const url = toTechniqueUrl(technique);
    return objects.add({
      type: "attack-pattern",
      id: toOwnId("attack-pattern", technique),
      ...made(PRODUCER_AT),
      name: toTechniqueName(technique),
      external_references: [
        { source_name: "mitre-attack", external_id: technique, ...(url === null ? {} : { url }) },
      ],
    });
  });
}

interface Observed {
  readonly events: readonly ReportedEvent[];
  readonly observed: string;
  readonly patterns: readonly string[];
}

/** Public addresses of a finding of some weight that says that the place was new to the identity. */
function addIndicators(
  objects: Objects,
  finding: ReportedFinding["finding"],
  { events, observed, patterns }: Observed,
): void {
  if (severityRank(finding.severity) < severityRank("medium") || !isPlaceNew(finding)) return;
  const seen = new Map<string, { from: EpochMs; to: EpochMs; count: number }>();
  for (const { event } of events) {
    const { kind, text } = event.address;
    if (kind !== "public" || text === null) continue;
    const span = seen.get(text) ?? { from: event.at, to: event.at, count: 0 };
    span.to = event.at;
    span.count++;
    seen.set(text, span);
  }
  for (const [address, { from, to, count }] of seen) {
    const indicator = objects.add({
      type: "indicator",
      id: toOwnId("indicator", address),
      ...made(from),
      name: `Address ${address} used by a stranger to it`,
      description: finding.summary,
      indicator_types: ["anomalous-activity", "compromised"],
      pattern: `[${toAddressType(address)}:value = '${address.replaceAll(/['\\]/g, "\\$&")}']`,
      pattern_type: "stix",
      pattern_version: "2.1",
      valid_from: toTime(from),
      valid_until: toTime(to + INDICATOR_DAYS * DAY_MS),
      confidence: Math.round(finding.score * 100),
    });
    for (const pattern of patterns)
      objects.add({
        type: "relationship",
        id: toOwnId("relationship", `${indicator} indicates ${pattern}`),
        ...made(from),
        relationship_type: "indicates",
        source_ref: indicator,
        target_ref: pattern,
      });
    objects.add({
      type: "sighting",
      id: toOwnId("sighting", `${finding.id} ${indicator}`),
      ...made(finding.until),
      first_seen: toTime(from),
      last_seen: toTime(to),
      count,
      sighting_of_ref: indicator,
      observed_data_refs: [observed],
      where_sighted_refs: [PRODUCER],
    });
  }
}

const PLACES = new Set(["network", "country", "address"]);

const isPlaceNew = ({ explanation }: ReportedFinding["finding"]): boolean =>
  readExplanation(explanation).factors.some(
    ({ dimension, grade }) => PLACES.has(dimension) && grade === "never",
  );
