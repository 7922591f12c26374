import type { EntityId } from "../../domain/index.ts";
import { type Block, code, type Text } from "../document/document.ts";
import { clip, toCount, toCountry, toMoment, toPlural, toTime } from "../document/words.ts";
import type { IncidentFacts, ReportedActor, ReportedEvent, ReportedLink } from "../facts.ts";
import { ACTOR_WORDS } from "./actor-words.ts";

const ACTORS_SHOWN_MAX = 25;
const LINKS_SHOWN_MAX = 25;
const ADDRESSES_SHOWN_MAX = 25;

/** The identities of an incident, and how one led to the next. */
export function introduceActors(facts: IncidentFacts): readonly Block[] {
  const { actors, incident, links } = facts;
  const shown = actors.slice(0, ACTORS_SHOWN_MAX);
  const one = incident.actors.length === 1;
  return [
    {
      kind: "text",
      text: one
        ? "All of it was done with one identity. An identity is a name in the cloud: whose hands it was in is for people to find out."
        : `${toPlural(incident.actors.length, "identity", "identities")} took part. An identity is a name in the cloud: whose hands it was in is for people to find out.`,
    },
    {
      kind: "table",
      columns: [
        { title: "Name", isNarrow: shown.every(({ name }) => name.length <= NAME_WHOLE_MAX) },
        { title: "What it is" },
        { title: "Known since (UTC)", isNarrow: true },
        { title: "Events in all", isNumeric: true },
        { title: "Identifier" },
      ],
      rows: shown.map((actor) => [
        clip(actor.name, 80),
        `${ACTOR_WORDS[actor.type]}${actor.automated ? "; a machine, not a person at a keyboard" : ""}`,
        toTime(actor.firstAt).slice(0, 16),
        toCount(actor.events),
        [code(clip(actor.id, 160))],
      ]),
      leftOut:
        shown.length < incident.actors.length
          ? `${toPlural(incident.actors.length - shown.length, "more identity", "more identities")} not shown.`
          : null,
    },
    ...showLinks(links, actors),
    ...showAddresses(facts.events),
  ];
}

/** Names up to this length are not broken into lines. */
const NAME_WHOLE_MAX = 36;
const ADDRESS_CHARS_MAX = 60;

const LINK_WORDS: Readonly<Record<ReportedLink["kind"], string>> = {
  "issued-key": "took on",
  "created-key": "made an access key for",
  "created-identity": "created",
};

function showLinks(links: readonly ReportedLink[], actors: readonly ReportedActor[]): readonly Block[] {
  if (links.length === 0) return [];
  const names = new Map<EntityId, string>(actors.map(({ id, name }) => [id, name]));
  const toName = (id: EntityId | null): string =>
    id === null ? "an identity that the log does not name" : (names.get(id) ?? id);
  const shown = links.slice(0, LINKS_SHOWN_MAX);
  const items = shown.map(
    ({ at, from, fromName, kind, to, accessKeyId }): Text => [
      `${toTime(at)}  ${clip(names.get(from) ?? fromName, 80)} ${LINK_WORDS[kind]} ${clip(toName(to), 120)}`,
      ...(accessKeyId === null ? [] : [" (key ", code(accessKeyId), ")"]),
    ],
  );
  return [
    { kind: "text", text: "How one identity led to another:" },
    {
      kind: "list",
      items:
        shown.length < links.length
          ? [...items, `and ${toPlural(links.length - shown.length, "more such step")}`]
          : items,
    },
  ];
}

interface SeenAddress {
  readonly text: string;
  readonly country: string | null;
  readonly firstAt: number;
  readonly tools: Set<string>;
  readonly actors: Set<string>;
  events: number;
}

/** From where the events of the evidence came, the most used first. */
function showAddresses(events: readonly ReportedEvent[]): readonly Block[] {
  const seen = new Map<string, SeenAddress>();
  for (const { event } of events) {
    const { text, country } = event.address;
    if (text === null) continue;
    const one = seen.get(text) ?? {
      text,
      country,
      firstAt: event.at,
      tools: new Set<string>(),
      actors: new Set<string>(),
      events: 0,
    };
    one.events++;
    one.tools.add(event.tool.name);
    one.actors.add(event.actor.name);
    seen.set(text, one);
  }
  if (seen.size === 0) return [];
  const all = [...seen.values()].sort((a, b) => b.events - a.events);
  return [
    {
      kind: "table",
      caption: "Addresses from which the evidence came; countries are estimates of a database",
      columns: [
        { title: "Address", isNarrow: true },
        { title: "Country" },
        { title: "Events", isNumeric: true },
        { title: "First (UTC)", isNarrow: true },
        { title: "With" },
        { title: "As" },
      ],
      rows: all
        .slice(0, ADDRESSES_SHOWN_MAX)
        .map(({ text, country, events: count, firstAt, tools, actors }) => [
          [code(clip(text, ADDRESS_CHARS_MAX))],
          country === null ? "—" : toCountry(country),
          toCount(count),
          toTime(firstAt),
          listSome([...tools], 4),
          listSome([...actors], 3),
        ]),
      leftOut:
        all.length > ADDRESSES_SHOWN_MAX
          ? `${toPlural(all.length - ADDRESSES_SHOWN_MAX, "more address", "more addresses")} not shown.`
          : null,
    },
  ];
}

const listSome = (words: readonly string[], max: number): string =>
  `${words
    .slice(0, max)
    .map((word) => clip(word, 60))
    .join(", ")}${words.length > max ? ` and ${toCount(words.length - max)} more` : ""}`;

/** Facts of one identity. */
export const describeActor = (actor: ReportedActor): readonly (readonly [string, Text])[] => [
  [
    "What it is",
    `${ACTOR_WORDS[actor.type]}${actor.automated ? "; a machine, not a person at a keyboard" : ""}`,
  ],
  ["Identifier", [code(actor.id)]],
  ["Account", actor.account ?? "the log does not say"],
  ["First seen", toMoment(actor.firstAt)],
  ["Last seen", toMoment(actor.lastAt)],
];
