import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Event, toEpochMs, toEventId } from "../../domain/index.ts";
import { createEventFacts, toValueCode } from "../../profile/index.ts";
import { toActor, toSample } from "../fixtures/sample-events.ts";
import { EventLog } from "./event-log.ts";
import { EventRowWriter } from "./event-row-writer.ts";
import { EVENT_FIELD, EVENT_LAYOUT } from "./event-rows.ts";
import { FactTables, NO_ROWS, toFactUpdate } from "./fact-tables.ts";
import { TextsByCode, toValueTexts } from "./value-texts.ts";

const UUIDS = ["0a", "0b", "0c", "0d"].map((end) => `5d3f1c9e-1111-4222-8333-0000000000${end}`);

function toEvent(fields: Partial<Event>): Event {
  return { ...toSample().event, ...fields };
}

/** Events as each sender saw them, brought together in the order of the senders. */
function toLog(senders: readonly (readonly Event[])[], options = {}): EventLog {
  const log = new EventLog(options);
  senders.forEach((events, sender) => {
    const writer = new EventRowWriter();
    for (const event of events) writer.addEvent(event);
    log.absorb(writer.take(), sender);
  });
  return log;
}

function readIds(log: EventLog): string[] {
  const ids: string[] = [];
  for (const { rows, from, to } of log.readInOrder())
    for (let row = from; row < to; row++)
      ids.push(log.eventIdOf(rows, row, rows.fields[row * EVENT_LAYOUT.fields + EVENT_FIELD.idKind]!));
  log.close();
  return ids;
}

describe("event log", () => {
  test("gives every event back once, in order of time, whatever its id and whoever sent it", () => {
    const [a, b] = UUIDS as [string, string];
    const at = (ms: number, id: string) => toEvent({ at: toEpochMs(ms), id: toEventId(id) });
    const log = toLog([
      [at(5, a), at(1, "text-1"), at(5, a)],
      [at(3, b), at(1, "text-1"), at(2, "__proto__")],
    ]);
    expect(log.count).toBe(4);
    expect(readIds(log)).toEqual(["text-1", "__proto__", b, a]);
  });

  test("events of one instant have an order that does not depend on who sent them, or on what was spilled", () => {
    const events = fc.array(
      fc.record({ at: fc.integer({ min: 0, max: 3 }).map(toEpochMs), id: fc.uuid().map(toEventId) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(events, fc.nat(60), (list, cut) => {
        const all = list.map(toEvent);
        const expected = readIds(toLog([all]));
        const spilled = { chunkRows: 8, chunksInMemoryMax: 1 };
        expect(readIds(toLog([all.slice(cut), all.slice(0, cut)], spilled))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  });

  test("batches of a sender that come out of turn are a mistake, and said to be one", () => {
    const writer = new EventRowWriter();
    writer.addEvent(toEvent({}));
    writer.take();
    writer.addEvent(toEvent({ actor: toActor("bob") }));
    const second = writer.take();
    expect(() => new EventLog().absorb(second, 0)).toThrow("out of turn");
  });
});

describe("facts of rows", () => {
  const event = toEvent({
    id: toEventId(UUIDS[0]!),
    actor: toActor("deploy", { type: "role", session: "build-7" }),
    action: { name: "GetObject", service: "s3", class: "download", activity: "read", sensitivity: 1 },
    address: { kind: "public", text: "198.51.100.7", country: "DE" },
    tool: { family: "sdk", name: "Boto3", version: "1.2", os: "linux" },
    outcome: "denied",
    errorCode: "AccessDenied",
    device: "mobile",
    resource: "arn:aws:s3:::ledger/2025/q3.csv",
    bytesIn: 0,
    bytesOut: null,
  });
  const factsOf = (one: Event) => {
    const log = toLog([[toEvent({ actor: toActor("other") })], [one]]);
    const tables = new FactTables();
    tables.append(toFactUpdate(log.tables, NO_ROWS, () => ({ latitude: 52, longitude: 13, radiusKm: 50 })));
    const facts = createEventFacts();
    for (const { rows, from, to } of log.readInOrder())
      for (let row = from; row < to; row++)
        if (tables.actorOf(rows, row) === toValueCode(one.actor.id)) tables.fill(facts, rows, row);
    return { facts, log };
  };

  test("say as numbers what the event says", () => {
    expect(factsOf(event).facts).toEqual({
      event: 0,
      at: event.at,
      actor: toValueCode(event.actor.id),
      actorKind: 1,
      actorAccount: toValueCode("111122223333"),
      session: toValueCode("build-7"),
      action: toValueCode("s3:GetObject"),
      service: toValueCode("s3"),
      actionClass: 2,
      activity: 1,
      sensitivity: 1,
      outcome: 1,
      error: toValueCode("AccessDenied"),
      account: toValueCode("111122223333"),
      region: toValueCode("eu-west-1"),
      country: toValueCode("DE"),
      network: toValueCode("198.51.100.0/24"),
      address: toValueCode("198.51.100.7"),
      addressKind: 0,
      latitude: 52,
      longitude: 13,
      radiusKm: 50,
      tool: toValueCode("Boto3"),
      toolFamily: 2,
      device: 2,
      resource: toValueCode("arn:aws:s3:::ledger/2025/q3.csv"),
      container: toValueCode("arn:aws:s3:::ledger"),
      bytesIn: 0,
      bytesOut: Number.NaN,
    });
  });

  test("texts of their codes can be found, those of containers too, those of objects not", () => {
    const { facts, log } = factsOf(event);
    const texts = new TextsByCode();
    texts.add(toValueTexts(log.tables, NO_ROWS, log.containers));
    expect(texts.textOf(facts.actor)).toBe(event.actor.id);
    expect(texts.textOf(facts.network)).toBe("198.51.100.0/24");
    expect(texts.textOf(facts.container)).toBe("arn:aws:s3:::ledger");
    expect(texts.textOf(facts.resource)).toBeNull();
    expect(texts.textOf(0)).toBeNull();
  });
});
