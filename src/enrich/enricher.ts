import type { Action, Actor, Address, IdentityLink, JsonObject, JsonValue, Tool } from "../domain/index.ts";
import { createActionReader } from "./action.ts";
import { nameActor, nameNobody, type PersonSessions } from "./actor.ts";
import { parseAddress } from "./address.ts";
import { BoundedCache } from "./bounded-cache.ts";
import { type Claims, claimsLength, isSameIdentity, readClaims, readSurroundings } from "./claims.ts";
import { textOf } from "./field.ts";
import type { GeoReader } from "./geo.ts";
import { findLinks, type NameArn } from "./link.ts";
import { parseTool } from "./tool.ts";

export interface EnricherOptions {
  /** null: no location database, so no countries. */
  readonly geo: GeoReader | null;
  /** Role names whose session name is the person; roles of IAM Identity Center are known without. */
  readonly personSessions?: readonly RegExp[];
}

/**
 * Turns what a record says into the shared words. Stateless but for its caches, so every worker has its own.
 * Equal input gives the same object again: compare by identity, never change one.
 */
export interface Enricher {
  /** CloudTrail's `userIdentity`; null where the record has none. Never throws. */
  toActor(identity: JsonObject | null, record: JsonObject): Actor;
  toAddress(text: JsonValue | undefined): Address;
  toTool(userAgent: JsonValue | undefined): Tool;
  toAction(eventName: string, eventSource: string): Action;
  /** What a successful call handed over or made; the shared empty list for nearly every record. */
  toLinks(record: JsonObject, actor: Actor): readonly IdentityLink[];
}

/** Keys kept by each cache. */
export const CACHE_SIZE_MAX = 65_536;
/** Longer texts are read each time, so that a cache of hostile texts stays small. */
export const CACHED_LENGTH_MAX = 1024;

export function createEnricher(options: EnricherOptions): Enricher {
  const { geo } = options;
  const actors = createActorReader(options.personSessions ?? []);
  return {
    toActor: actors.toActor,
    toAddress: cached((value) => parseAddress(value, geo)),
    toTool: cached(parseTool),
    toAction: createActionReader(),
    toLinks: (record, actor) => findLinks(record, actor, actors.nameArn),
  };
}

function cached<T>(read: (value: JsonValue | undefined) => T): (value: JsonValue | undefined) => T {
  const cache = new BoundedCache<T>(CACHE_SIZE_MAX);
  const absent = read(undefined);
  return (value) => {
    if (typeof value !== "string") return value === undefined || value === null ? absent : read(value);
    const known = cache.get(value);
    if (known !== undefined) return known;
    const result = read(value);
    if (value.length <= CACHED_LENGTH_MAX) cache.set(value, result);
    return result;
  };
}

/** One identity that was read before; identities that share an ARN (or what stands for it) form a chain. */
interface KnownIdentity {
  readonly claims: Claims;
  readonly around: string | null;
  readonly actor: Actor;
  readonly next: KnownIdentity | null;
  readonly depth: number;
}

/** Identities that share an ARN but differ otherwise: a user calling itself, through one service, through another. */
export const CHAIN_MAX = 16;
/** Longer claims are read each time. */
const CLAIMS_LENGTH_MAX = 4096;

interface ActorReader {
  readonly toActor: Enricher["toActor"];
  readonly nameArn: NameArn;
}

function createActorReader(personSessions: PersonSessions): ActorReader {
  const cache = new BoundedCache<KnownIdentity>(CACHE_SIZE_MAX);
  const nameless = new BoundedCache<Actor>(CACHE_SIZE_MAX);

  const toNameless = (record: JsonObject): Actor => {
    const account = record["recipientAccountId"];
    const key = typeof account === "string" ? account : "";
    // A service's own event is named after its source, and too rare to be remembered.
    if (record["eventType"] === "AwsServiceEvent") return nameNobody(readSurroundings(record));
    const known = nameless.get(key);
    if (known !== undefined) return known;
    const actor = nameNobody(readSurroundings(record));
    if (key.length <= CACHED_LENGTH_MAX) nameless.set(key, actor);
    return actor;
  };

  const toActor = (identity: JsonObject | null, record: JsonObject): Actor => {
    if (identity === null) return toNameless(record);
    const key = keyOf(identity);
    const aroundAccount = textOf(record["recipientAccountId"]);
    const first = key === null ? undefined : cache.get(key);
    for (let known = first ?? null; known !== null; known = known.next) {
      // The record's account only matters where the identity names none.
      const isSameAround = known.claims.account !== null || known.around === aroundAccount;
      if (isSameAround && isSameIdentity(known.claims, identity)) return known.actor;
    }
    const claims = readClaims(identity);
    const around = readSurroundings(record);
    const actor = nameActor(claims, around, personSessions);
    if (key !== null && key.length <= CACHED_LENGTH_MAX && claimsLength(claims) <= CLAIMS_LENGTH_MAX) {
      const depth = (first?.depth ?? 0) + 1;
      const memory = { claims, actor, around: around.account };
      // A chain at its limit begins anew.
      cache.set(
        key,
        depth > CHAIN_MAX ? { ...memory, next: null, depth: 1 } : { ...memory, next: first ?? null, depth },
      );
    }
    return actor;
  };

  const nameArn: NameArn = (arn, issuerArn = null) =>
    toActor(issuerArn === null ? { arn } : { arn, sessionContext: { sessionIssuer: { arn: issuerArn } } }, {})
      .id;

  return { toActor, nameArn };
}

/** What finds an identity again without making a text: its ARN, or the first thing that can stand for it. */
function keyOf(identity: JsonObject): string | null {
  const { arn, principalId, userName, invokedBy } = identity;
  if (typeof arn === "string" && arn !== "") return arn;
  if (typeof principalId === "string" && principalId !== "") return principalId;
  if (typeof userName === "string" && userName !== "") return userName;
  // Without a service the record's own source names the actor: not to be remembered by the identity alone.
  return typeof invokedBy === "string" && invokedBy !== "" ? invokedBy : null;
}
