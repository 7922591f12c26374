/** Branded strings and numbers: two ids of different kinds cannot be mixed up, at no cost at run time. */
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** The source's own id of an event, or a content hash where the source gives none. */
export type EventId = Brand<string, "EventId">;
/** A stable id of an actor, an address or a resource. Never a temporary key. */
export type EntityId = Brand<string, "EntityId">;
/** Derived from detector, entity and window, so that repeating a pass changes nothing. */
export type FindingId = Brand<string, "FindingId">;
export type IncidentId = Brand<string, "IncidentId">;
/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = Brand<number, "EpochMs">;
/** Lower-case hex SHA-256 of an input as it came. */
export type ContentHash = Brand<string, "ContentHash">;

export const toEventId = (text: string): EventId => text as EventId;
export const toEntityId = (text: string): EntityId => text as EntityId;
export const toFindingId = (text: string): FindingId => text as FindingId;
export const toIncidentId = (text: string): IncidentId => text as IncidentId;
export const toEpochMs = (ms: number): EpochMs => ms as EpochMs;
export const toContentHash = (hex: string): ContentHash => hex as ContentHash;
