import { describe, expect, test } from "vitest";
import type { Actor } from "../../domain/index.ts";
import { START_AT, toActor } from "../fixtures/sample-events.ts";
import { ALICE, BOB, CAROL, say } from "../fixtures/say-finding.ts";
import { buildIncidents } from "./build-incidents.ts";
import { CHAIN_LENGTH_MAX, CREATION_LINK_MS, findRoot, type IdentityLinks } from "./find-root.ts";

describe("the identity with which a story began", () => {
  const key = (name: string) => `ASIA${name.toUpperCase()}`;
  const linksOf = (
    keys: readonly (readonly [key: string, issuer: Actor, issuerKey: string | null])[],
    created: readonly (readonly [identity: Actor, creator: Actor, after: number])[] = [],
  ): IdentityLinks => ({
    keyOrigins: new Map(keys.map(([name, issuer, issuerKey]) => [name, { issuer, issuerKey }])),
    createdIdentities: new Map(
      created.map(([identity, creator, after]) => [identity.id, [{ creator, at: START_AT + after }]]),
    ),
  });

  test("roles taken on one from another lead back to the first", () => {
    const links = linksOf([
      [key("second"), BOB, key("first")],
      [key("first"), ALICE, null],
    ]);
    expect(findRoot(say({ actor: CAROL, key: key("second") }), links)).toBe(ALICE);
    const detected = [say(), say({ after: 1, actor: CAROL, key: key("second") })];
    expect(buildIncidents(detected, { ...links, span: null }).incidents).toHaveLength(1);
  });

  test("a session that renews itself is followed through to where it came from", () => {
    const links = linksOf([
      [key("third"), BOB, key("second")],
      [key("second"), BOB, key("first")],
      [key("first"), ALICE, null],
    ]);
    expect(findRoot(say({ actor: BOB, key: key("third") }), links)).toBe(ALICE);
  });

  test("a user made by another belongs to the maker's story for a day, and no longer", () => {
    const links = linksOf([], [[BOB, ALICE, 0]]);
    expect(findRoot(say({ actor: BOB, after: CREATION_LINK_MS }), links)).toBe(ALICE);
    expect(findRoot(say({ actor: BOB, after: CREATION_LINK_MS + 1 }), links)).toBe(BOB);
    // What the identity did before it was made again is not the maker's.
    expect(findRoot(say({ actor: BOB, after: -1 }), links)).toBe(BOB);
  });

  test("of several makers, the last one before the finding counts", () => {
    const made = [
      { creator: ALICE, at: START_AT },
      { creator: CAROL, at: START_AT + 1000 },
    ];
    const links: IdentityLinks = { keyOrigins: new Map(), createdIdentities: new Map([[BOB.id, made]]) };
    expect(findRoot(say({ actor: BOB, after: 999 }), links)).toBe(ALICE);
    expect(findRoot(say({ actor: BOB, after: 1000 }), links)).toBe(CAROL);
  });

  test("a chain is followed to its maximum length and not beyond", () => {
    const actors = Array.from({ length: CHAIN_LENGTH_MAX + 2 }, (_, n) => toActor(`role-${n}`));
    const links = linksOf(
      actors
        .slice(0, -1)
        .map((issuer, n) => [key(`${n + 1}`), issuer, n === 0 ? null : key(`${n}`)] as const),
    );
    const last = CHAIN_LENGTH_MAX;
    expect(findRoot(say({ actor: actors[last]!, key: key(`${last}`) }), links)).toBe(actors[0]);
    expect(findRoot(say({ actor: actors[last + 1]!, key: key(`${last + 1}`) }), links)).toBe(actors[1]);
  });

  test("identities that made each other, and keys that issued themselves, come to an end", () => {
    const circle = linksOf(
      [
        [key("a"), ALICE, key("b")],
        [key("b"), BOB, key("a")],
        [key("self"), ALICE, key("self")],
      ],
      [
        [ALICE, BOB, 0],
        [BOB, ALICE, 0],
        [CAROL, CAROL, 0],
      ],
    );
    expect(findRoot(say({ actor: CAROL, key: key("a") }), circle)).toBeDefined();
    expect(findRoot(say({ actor: ALICE, key: key("self") }), circle)).toBeDefined();
    expect(findRoot(say({ actor: CAROL }), circle)).toBe(CAROL);
  });
});
