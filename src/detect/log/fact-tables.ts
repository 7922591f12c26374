import {
  ACTION_CLASSES,
  ACTIVITIES,
  type Action,
  type Actor,
  ADDRESS_KINDS,
  type Address,
  DEVICES,
  OUTCOMES,
  TOOL_FAMILIES,
  type Tool,
} from "../../domain/index.ts";
import { ACTOR_KINDS, type ActorKind, type EventFacts, toValueCode } from "../../profile/index.ts";
import { EVENT_FIELD, EVENT_LAYOUT, EVENT_VALUE, type EventContext } from "./event-rows.ts";
import type { EventTables } from "./event-tables.ts";
import { toNetworkText } from "./network.ts";
import type { Rows } from "./rows.ts";

/** Where an address is, as far as anybody knows. */
export interface AddressPlace {
  readonly latitude: number;
  readonly longitude: number;
  readonly radiusKm: number;
}

/** New rows of all tables as numbers: plain, to be sent to threads. */
export interface FactUpdate {
  readonly actors: Uint32Array;
  readonly actions: Uint32Array;
  readonly addresses: Uint32Array;
  readonly places: Float64Array;
  readonly tools: Uint32Array;
  readonly contexts: Uint32Array;
}

const ACTOR_WIDTH = 3;
const ACTION_WIDTH = 5;
const ADDRESS_WIDTH = 4;
const PLACE_WIDTH = 3;
const TOOL_WIDTH = 2;
const CONTEXT_WIDTH = 5;

/** How many rows of each table were told already. */
export type TableSizes = Readonly<Record<"actors" | "actions" | "addresses" | "tools" | "contexts", number>>;

export const NO_ROWS: TableSizes = { actors: 0, actions: 0, addresses: 0, tools: 0, contexts: 0 };

/** What behaviour knows of the rows of tables from `from` on. */
export function toFactUpdate(
  tables: EventTables,
  from: TableSizes,
  placeOf: (address: Address) => AddressPlace | null,
): FactUpdate {
  const addresses = tables.addresses.slice(from.addresses);
  return {
    actors: toColumns(tables.actors.slice(from.actors), ACTOR_WIDTH, actorFacts),
    actions: toColumns(tables.actions.slice(from.actions), ACTION_WIDTH, actionFacts),
    addresses: toColumns(addresses, ADDRESS_WIDTH, addressFacts),
    places: Float64Array.from(addresses.flatMap((address) => placeFacts(placeOf(address)))),
    tools: toColumns(tables.tools.slice(from.tools), TOOL_WIDTH, toolFacts),
    contexts: toColumns(tables.contexts.slice(from.contexts), CONTEXT_WIDTH, contextFacts),
  };
}

function toColumns<T>(rows: readonly T[], width: number, read: (row: T) => readonly number[]): Uint32Array {
  const columns = new Uint32Array(rows.length * width);
  rows.forEach((row, number) => {
    columns.set(read(row), number * width);
  });
  return columns;
}

const actorFacts = (actor: Actor): readonly number[] => [
  toValueCode(actor.id),
  ACTOR_KINDS.indexOf(toActorKind(actor)),
  toValueCode(actor.account),
];

const actionFacts = (action: Action): readonly number[] => [
  toValueCode(toActionText(action)),
  toValueCode(action.service),
  ACTION_CLASSES.indexOf(action.class),
  ACTIVITIES.indexOf(action.activity),
  action.sensitivity,
];

const addressFacts = (address: Address): readonly number[] => [
  toValueCode(address.text),
  toValueCode(toNetworkText(address)),
  toValueCode(address.country),
  ADDRESS_KINDS.indexOf(address.kind),
];

const placeFacts = (place: AddressPlace | null): number[] =>
  place === null ? [Number.NaN, Number.NaN, Number.NaN] : [place.latitude, place.longitude, place.radiusKm];

const toolFacts = (tool: Tool): readonly number[] => [
  toValueCode(tool.name),
  TOOL_FAMILIES.indexOf(tool.family),
];

const contextFacts = (context: EventContext): readonly number[] => [
  OUTCOMES.indexOf(context.outcome),
  toValueCode(context.errorCode),
  toValueCode(context.account),
  toValueCode(context.region),
  context.device === null ? 0 : DEVICES.indexOf(context.device) + 1,
];

/** An action as behaviour knows it. */
export const toActionText = ({ service, name }: Action): string => `${service}:${name}`;

/** Whose behaviour an actor's is compared with. */
export function toActorKind({ type, automated }: Actor): ActorKind {
  if (type === "service") return "service";
  if (type === "root") return "root";
  if (automated) return "automation";
  return KIND_OF_TYPE[type];
}

const KIND_OF_TYPE: Readonly<Record<Exclude<Actor["type"], "service" | "root">, ActorKind>> = {
  user: "person",
  person: "person",
  federated: "person",
  saml: "person",
  "identity-center": "person",
  directory: "person",
  role: "role",
  "web-identity": "role",
  account: "outsider",
  anonymous: "outsider",
  unknown: "outsider",
};

/** Fills the facts of rows from tables of numbers; where the rows are worked on. */
export class FactTables {
  #actors = new Uint32Array(0);
  #actions = new Uint32Array(0);
  #addresses = new Uint32Array(0);
  #places = new Float64Array(0);
  #tools = new Uint32Array(0);
  #contexts = new Uint32Array(0);

  append(update: FactUpdate): void {
    this.#actors = joined(this.#actors, update.actors);
    this.#actions = joined(this.#actions, update.actions);
    this.#addresses = joined(this.#addresses, update.addresses);
    this.#places = joinedFloats(this.#places, update.places);
    this.#tools = joined(this.#tools, update.tools);
    this.#contexts = joined(this.#contexts, update.contexts);
  }

  /** Code of the row's actor. */
  actorOf({ fields }: Rows, row: number): number {
    return this.#actors[fields[row * EVENT_LAYOUT.fields + EVENT_FIELD.actor]! * ACTOR_WIDTH]!;
  }

  /** All but the event's number. */
  fill(facts: EventFacts, { at, fields, values }: Rows, row: number): void {
    const base = row * EVENT_LAYOUT.fields;
    facts.at = at[row]!;
    facts.session = fields[base + EVENT_FIELD.session]!;
    facts.resource = fields[base + EVENT_FIELD.resource]!;
    facts.container = fields[base + EVENT_FIELD.container]!;
    facts.bytesIn = values[row * EVENT_LAYOUT.values + EVENT_VALUE.bytesIn]!;
    facts.bytesOut = values[row * EVENT_LAYOUT.values + EVENT_VALUE.bytesOut]!;
    const actor = fields[base + EVENT_FIELD.actor]! * ACTOR_WIDTH;
    facts.actor = this.#actors[actor]!;
    facts.actorKind = this.#actors[actor + 1]!;
    facts.actorAccount = this.#actors[actor + 2]!;
    const action = fields[base + EVENT_FIELD.action]! * ACTION_WIDTH;
    facts.action = this.#actions[action]!;
    facts.service = this.#actions[action + 1]!;
    facts.actionClass = this.#actions[action + 2]!;
    facts.activity = this.#actions[action + 3]!;
    facts.sensitivity = this.#actions[action + 4]!;
    const address = fields[base + EVENT_FIELD.address]!;
    facts.address = this.#addresses[address * ADDRESS_WIDTH]!;
    facts.network = this.#addresses[address * ADDRESS_WIDTH + 1]!;
    facts.country = this.#addresses[address * ADDRESS_WIDTH + 2]!;
    facts.addressKind = this.#addresses[address * ADDRESS_WIDTH + 3]!;
    facts.latitude = this.#places[address * PLACE_WIDTH]!;
    facts.longitude = this.#places[address * PLACE_WIDTH + 1]!;
    facts.radiusKm = this.#places[address * PLACE_WIDTH + 2]!;
    const tool = fields[base + EVENT_FIELD.tool]! * TOOL_WIDTH;
    facts.tool = this.#tools[tool]!;
    facts.toolFamily = this.#tools[tool + 1]!;
    const context = fields[base + EVENT_FIELD.context]! * CONTEXT_WIDTH;
    facts.outcome = this.#contexts[context]!;
    facts.error = this.#contexts[context + 1]!;
    facts.account = this.#contexts[context + 2]!;
    facts.region = this.#contexts[context + 3]!;
    facts.device = this.#contexts[context + 4]!;
  }
}

function joined(before: Uint32Array<ArrayBuffer>, more: Uint32Array): Uint32Array<ArrayBuffer> {
  if (more.length === 0) return before;
  const all = new Uint32Array(before.length + more.length);
  all.set(before);
  all.set(more, before.length);
  return all;
}

function joinedFloats(before: Float64Array<ArrayBuffer>, more: Float64Array): Float64Array<ArrayBuffer> {
  if (more.length === 0) return before;
  const all = new Float64Array(before.length + more.length);
  all.set(before);
  all.set(more, before.length);
  return all;
}
