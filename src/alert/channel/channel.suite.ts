import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AlertBody, type AlertMessage, toAlertMessage } from "../message/message.ts";
import type { Channel } from "./channel.ts";

/** How the other side behaves. `dropping`: it takes the message and goes away before it says so. */
export type Behaviour = "fine" | "down" | "silent" | "refusing" | "busy" | "dropping";

export interface Received {
  /** What tells that two are one message; null: the channel has no place for it. */
  readonly id: string;
  /** All that a person reads. */
  readonly text: string;
}

/** The other side of a channel, real: a server on this machine, or a file. */
export interface Receiver {
  readonly channel: Channel;
  readonly behave: (behaviour: Behaviour) => Promise<void>;
  readonly received: () => Promise<readonly Received[]>;
  readonly close: () => Promise<void>;
}

/** What an attacker may have written into names: another header, markup, an escape sequence, turned writing. */
export const HOSTILE =
  "eve\r\nBcc: all@example.org\r\n\r\n<script>alert(1)</script> \u001b[2J\u202e <!channel> &amp; {{x}} \0";

const INCIDENT = {
  id: "incident-1",
  severity: "high" as const,
  score: 0.912,
  from: "2026-01-05T01:02:03.000Z",
  until: "2026-01-05T02:02:03.000Z",
  findings: 2,
  summary: `A story of ${HOSTILE}.`,
};

const BODY: AlertBody = {
  alert_id: "abcdef0123456789abcdef01",
  version: 1,
  kind: "incident",
  reason: "new",
  severity: "high",
  at: "2026-01-05T03:00:00.000Z",
  title: `${HOSTILE}: a trail was stopped`,
  actors: [HOSTILE],
  tactics: ["TA0010"],
  incidents: [INCIDENT],
  incidents_total: 3,
  findings: [
    {
      id: "finding-1",
      severity: "high",
      at: "2026-01-05T01:02:03.000Z",
      title: `A trail was stopped ${HOSTILE}`,
      actor: HOSTILE,
      summary: `${HOSTILE} stopped a trail.`,
    },
  ],
  findings_total: 2,
};

export const sampleMessage = (changes: Partial<AlertBody> = {}): AlertMessage =>
  toAlertMessage(JSON.parse(JSON.stringify({ ...BODY, ...changes })));

/** Long enough for a server on this machine, short enough for a test. */
const PATIENCE_MS = 5000;
const patience = () => ({ signal: AbortSignal.timeout(PATIENCE_MS) });

export interface ChannelUnderTest {
  readonly open: () => Promise<Receiver>;
  /** What the other side cannot do, with the reason. */
  readonly cannot?: Partial<Record<Behaviour, string>>;
}

/** What every channel must do. */
export function describeChannel(name: string, { open, cannot = {} }: ChannelUnderTest): void {
  describe(`the channel ${name}`, () => {
    let receiver: Receiver;
    beforeEach(async () => {
      receiver = await open();
    });
    afterEach(() => receiver.close());
    const titleOf = (behaviour: Behaviour, title: string): string =>
      cannot[behaviour] === undefined ? title : `${title} (skipped: ${cannot[behaviour]})`;
    const itWhen = (behaviour: Behaviour, title: string, body: () => Promise<void>): void => {
      it.skipIf(cannot[behaviour] !== undefined)(titleOf(behaviour, title), body);
    };

    it("delivers what was said, whatever is in it", async () => {
      expect(await receiver.channel.send(sampleMessage(), patience())).toEqual({ kind: "delivered" });
      const [first, ...others] = await receiver.received();
      expect(others).toEqual([]);
      for (const part of ["high", "A story of eve", "a trail was stopped", "incident-1"])
        expect(first!.text).toContain(part);
    });

    it("gives the same id to the same message, and another to another", async () => {
      await receiver.channel.send(sampleMessage(), patience());
      await receiver.channel.send(sampleMessage(), patience());
      await receiver.channel.send(sampleMessage({ version: 2, reason: "update" }), patience());
      const ids = (await receiver.received()).map(({ id }) => id);
      expect(ids[0]).toBe(ids[1]);
      expect(ids[2]).not.toBe(ids[0]);
    });

    it("delivers a very long text", async () => {
      const message = sampleMessage({ title: "x".repeat(1_000_000), actors: ["y".repeat(1_000_000)] });
      expect(await receiver.channel.send(message, patience())).toEqual({ kind: "delivered" });
    });

    it("sends nothing once it was told to stop", async () => {
      const stopped = { signal: AbortSignal.abort() };
      expect((await receiver.channel.send(sampleMessage(), stopped)).kind).toBe("retry-later");
      expect(await receiver.received()).toEqual([]);
    });

    itWhen("down", "tries again later when nobody is there, and is through when somebody is", async () => {
      await receiver.behave("down");
      expect(await receiver.channel.send(sampleMessage(), patience())).toMatchObject({
        kind: "retry-later",
        problem: expect.stringMatching(/\w/),
      });
      await receiver.behave("fine");
      expect((await receiver.channel.send(sampleMessage(), patience())).kind).toBe("delivered");
    });

    itWhen("busy", "tries again later when it is asked to", async () => {
      await receiver.behave("busy");
      expect((await receiver.channel.send(sampleMessage(), patience())).kind).toBe("retry-later");
    });

    itWhen("refusing", "is refused for good when the other side says so", async () => {
      await receiver.behave("refusing");
      expect((await receiver.channel.send(sampleMessage(), patience())).kind).toBe("refused");
    });

    itWhen("silent", "gives up in time on somebody who does not answer", async () => {
      await receiver.behave("silent");
      const started = performance.now();
      const outcome = await receiver.channel.send(sampleMessage(), { signal: AbortSignal.timeout(300) });
      expect(outcome.kind).toBe("retry-later");
      expect(performance.now() - started).toBeLessThan(2500);
    });

    itWhen("dropping", "does not take for delivered what nobody said had arrived", async () => {
      await receiver.behave("dropping");
      expect((await receiver.channel.send(sampleMessage(), patience())).kind).toBe("retry-later");
      await receiver.behave("fine");
      expect((await receiver.channel.send(sampleMessage(), patience())).kind).toBe("delivered");
      const received = await receiver.received();
      expect(received).toHaveLength(2);
      expect(received[0]!.id).toBe(received[1]!.id);
    });
  });
}
