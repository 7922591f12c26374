/**
 * What behaviour knows of one event, as numbers: the same whether the event comes from a file, from the store or
 * through the API. One instance is filled again and again: nothing may keep it.
 * A code (`toValueCode`) of 0 means that the log does not say.
 */
export interface EventFacts {
  /** The caller's number of the event, by which a finding names its evidence. */
  event: number;
  /** Milliseconds since 1970, UTC. */
  at: number;
  /** Code of the actor's id. */
  actor: number;
  /** Place in `ACTOR_KINDS`. */
  actorKind: number;
  /** Code of the account to which the actor belongs. */
  actorAccount: number;
  /** Code of the session name: chosen by the caller. */
  session: number;
  /** Code of `service:action`. */
  action: number;
  service: number;
  /** Place in `ACTION_CLASSES`. */
  actionClass: number;
  /** Place in `ACTIVITIES`. */
  activity: number;
  /** 0 to 3. */
  sensitivity: number;
  /** Place in `OUTCOMES`. */
  outcome: number;
  /** Code of the error. */
  error: number;
  /** Code of the account in which it happened. */
  account: number;
  region: number;
  country: number;
  /** Code of the network: /24 of IPv4, /48 of IPv6; of service names the name itself. */
  network: number;
  address: number;
  /** Place in `ADDRESS_KINDS`. */
  addressKind: number;
  /** Where the address is, in degrees; NaN: not known. */
  latitude: number;
  longitude: number;
  /** How far from there the caller may be, in kilometres. */
  radiusKm: number;
  /** Code of the tool's name. */
  tool: number;
  /** Place in `TOOL_FAMILIES`. */
  toolFamily: number;
  /** Place in `DEVICES` + 1; 0: the log does not say. */
  device: number;
  /** Code of the thing acted on. */
  resource: number;
  /** Code of what holds it: the bucket of an object; the thing itself where nothing holds it. */
  container: number;
  /** NaN: the log does not say. */
  bytesIn: number;
  /** NaN: the log does not say. */
  bytesOut: number;
}

/**
 * Kinds of actors whose behaviour is compared with each other and never across: a deployment role calls thousands of
 * times a night, a person does not.
 */
export const ACTOR_KINDS = ["person", "role", "automation", "service", "root", "outsider"] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export const createEventFacts = (): EventFacts => ({
  event: 0,
  at: 0,
  actor: 0,
  actorKind: 0,
  actorAccount: 0,
  session: 0,
  action: 0,
  service: 0,
  actionClass: 0,
  activity: 0,
  sensitivity: 0,
  outcome: 0,
  error: 0,
  account: 0,
  region: 0,
  country: 0,
  network: 0,
  address: 0,
  addressKind: 0,
  latitude: Number.NaN,
  longitude: Number.NaN,
  radiusKm: Number.NaN,
  tool: 0,
  toolFamily: 0,
  device: 0,
  resource: 0,
  container: 0,
  bytesIn: Number.NaN,
  bytesOut: Number.NaN,
});
