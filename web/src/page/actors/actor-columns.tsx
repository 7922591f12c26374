import type { Activity, Actor } from "../../client/use-actors.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import type { Column } from "../../part/data-column.ts";
import { BytesText, NumberText } from "../../part/number-text.tsx";
import { RiskMeter } from "../../part/risk-meter.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { Maturity, Sparkline } from "./sparkline.tsx";

/** An actor with what it did over the range, and how far it is learnt. */
export interface ActorRow extends Pick<Actor, "id" | "name" | "type" | "risk" | "findings" | "events"> {
  readonly actor: Actor;
  /** Null: not known yet. */
  readonly activity: Activity["actors"][number] | null;
}

export const ACTOR_COLUMNS: readonly Column<ActorRow>[] = [
  {
    id: "name",
    head: "Actor",
    isSortable: true,
    cell: ({ id, name, type }) => <ActorLink id={id} name={name} type={type} />,
  },
  {
    id: "risk",
    head: "Risk",
    width: 140,
    isSortable: true,
    cell: ({ risk }) => <RiskMeter score={risk?.score ?? null} level={risk?.level ?? null} />,
  },
  {
    id: "findings",
    head: "Findings",
    width: 85,
    align: "end",
    isSortable: true,
    cell: ({ findings, risk }) => <NumberText value={risk === null ? null : findings} />,
  },
  {
    id: "activity",
    head: "Activity",
    width: 130,
    isMinor: true,
    cell: ({ activity }) =>
      activity === null ? null : <Sparkline label="Events over the range" values={activity.events} />,
  },
  {
    id: "events",
    head: "Events",
    width: 80,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ events }) => <NumberText value={events} />,
  },
  {
    id: "failures",
    head: "Failed",
    width: 75,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ actor }) => <NumberText value={actor.failures} />,
  },
  {
    id: "bytes_out",
    head: "Out",
    width: 90,
    align: "end",
    isSortable: true,
    isMinor: true,
    cell: ({ actor }) => <BytesText value={actor.bytes_out} />,
  },
  {
    id: "maturity",
    head: "Habits",
    width: 112,
    isMinor: true,
    cell: ({ activity }) => (activity === null ? null : <Maturity share={activity.maturity} />),
  },
  {
    id: "last_time",
    head: "Last seen",
    width: 130,
    isSortable: true,
    isMinor: true,
    cell: ({ actor }) => <TimeText time={actor.last_time} />,
  },
];

const TYPE_WORDS: Readonly<Partial<Record<Actor["type"], string>>> = {
  person: "person",
  user: "user",
  role: "role",
  root: "root",
  service: "AWS service",
  saml: "SAML user",
  "web-identity": "web identity",
  "identity-center": "sign-on user",
  account: "other account",
  directory: "directory user",
};

/** A type of actor as people say it. */
export const typeWord = (type: Actor["type"]): string => TYPE_WORDS[type] ?? type;
