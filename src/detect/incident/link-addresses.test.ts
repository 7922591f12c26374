import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../domain/index.ts";
import { toActor } from "../fixtures/sample-events.ts";
import { ALICE, attack, BOB, CAROL, NO_LINKS, type Saying, say } from "../fixtures/say-finding.ts";
import { buildIncidents } from "./build-incidents.ts";
import { COMMON_ADDRESS_OTHERS, LINKED_STORIES_MAX } from "./link-addresses.ts";

const ADDRESS = "203.0.113.7";
const countOf = (...sayings: readonly Saying[]): number =>
  buildIncidents(sayings.map(say), NO_LINKS).incidents.length;

const wayIn: Saying = { actor: ALICE, address: ADDRESS, attack: attack("TA0001") };
const change: Saying = { actor: BOB, address: ADDRESS, detector: "b", after: 1, attack: attack("TA0003") };

describe("stories from one address", () => {
  test("are one within a day when one of them is about coming in, and two when later or elsewhere", () => {
    expect(countOf(wayIn, change)).toBe(1);
    expect(countOf(wayIn, { ...change, after: DAY_MS })).toBe(1);
    expect(countOf(wayIn, { ...change, after: DAY_MS + 1 })).toBe(2);
    expect(countOf(wayIn, { ...change, address: "203.0.113.8" })).toBe(2);
    expect(countOf({ ...wayIn, attack: attack("TA0003") }, change)).toBe(2);
    expect(countOf({ ...wayIn, attack: [], kind: "travel" }, change)).toBe(1);
  });

  test("are linked by findings of medium severity only", () => {
    const beside: Saying = { ...change, address: null };
    expect(countOf(wayIn, { ...change, severity: "low" }, { ...beside, after: 2, detector: "c" })).toBe(2);
  });

  test("are not linked by names of services or private addresses", () => {
    for (const address of [
      "ec2.amazonaws.com",
      "AWS Internal",
      "10.1.2.3",
      "192.168.0.9",
      "172.20.1.1",
      "::1",
      "fd00::1",
    ]) {
      expect(countOf({ ...wayIn, address }, { ...change, address })).toBe(2);
    }
    expect(countOf({ ...wayIn, address: "2001:db8::1" }, { ...change, address: "2001:db8::1" })).toBe(1);
  });

  test("stay apart where others were found at that address before: an office is everybody's", () => {
    const past = (count: number): readonly Saying[] =>
      Array.from({ length: count }, (_, n) => ({
        actor: toActor(`person-${n}`),
        address: ADDRESS,
        severity: "info",
        after: -3 * DAY_MS + n,
      }));
    expect(countOf(wayIn, change, ...past(COMMON_ADDRESS_OTHERS))).toBe(1);
    expect(countOf(wayIn, change, ...past(COMMON_ADDRESS_OTHERS + 1))).toBe(2);
  });

  test("stay apart when there are too many of them on one day", () => {
    const others = (count: number): readonly Saying[] =>
      Array.from({ length: count }, (_, n) => ({ ...change, actor: toActor(`p${n}`), after: n + 1 }));
    expect(countOf(wayIn, ...others(LINKED_STORIES_MAX - 1))).toBe(1);
    expect(countOf(wayIn, ...others(LINKED_STORIES_MAX))).toBe(LINKED_STORIES_MAX + 1);
  });

  test("one address that tries many identities is a story of the address, with all of them in it", () => {
    const dora = toActor("dora");
    const spray: Saying = {
      actor: CAROL,
      tried: [CAROL, BOB, dora],
      address: ADDRESS,
      attack: attack("TA0006"),
      detector: "s",
    };
    const { incidents } = buildIncidents([say(spray), say({ ...wayIn, after: 9 })], NO_LINKS);
    expect(incidents.map(({ actors }) => actors)).toEqual([[ALICE.id, CAROL.id, BOB.id, dora.id]]);
    // What the tried one does elsewhere is another story.
    expect(countOf(spray, { actor: CAROL, after: 5, detector: "x" })).toBe(2);
    // Of two, the first is who did it.
    expect(countOf({ ...spray, tried: [CAROL, BOB] }, { actor: CAROL, after: 5, detector: "x" })).toBe(1);
  });

  test("whom an address tried is told in its story, however many they are, and who let it in by name", () => {
    const people = Array.from({ length: 30 }, (_, n) => toActor(`p${n}`));
    const strange: Saying = { kind: "first_seen", attack: attack("TA0001"), address: ADDRESS };
    const found = [
      say({
        actor: people[0]!,
        tried: people,
        address: ADDRESS,
        detector: "s",
        after: 60_000,
        attack: attack("TA0006"),
      }),
      ...people.map((actor, n) =>
        say({ ...strange, actor, detector: "w", after: n, outcome: n === 7 ? "success" : "failure" }),
      ),
    ];
    const { incidents } = buildIncidents(found, NO_LINKS);
    expect(incidents).toHaveLength(1);
    expect(incidents[0]!.summary).toMatch(/^Somebody at 203\.0\.113\.7, then as p7, /);
    // A day later, or from elsewhere, it is their own story.
    const elsewhere = say({ ...strange, actor: people[3]!, address: "203.0.113.9", detector: "w" });
    const later = say({ ...strange, actor: people[4]!, detector: "w", after: DAY_MS + 60_001 });
    expect(buildIncidents([...found, elsewhere], NO_LINKS).incidents).toHaveLength(2);
    expect(buildIncidents([...found, later], NO_LINKS).incidents).toHaveLength(2);
  });
});
