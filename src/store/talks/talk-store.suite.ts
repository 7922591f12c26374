import { expect, it } from "vitest";
import { toEpochMs } from "../../domain/index.ts";
import { actAs } from "../audit/author.ts";
import { type NewTalk, TALK_CHARS_MAX } from "../ports/talk-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";

const TALK: NewTalk = {
  host: "127.0.0.1:11434",
  model: "tiny",
  question: "Who is riskiest?",
  usesPseudonyms: true,
  outcome: "answered",
  tokens: 1200,
  requests: 2,
  sent: '{"messages":[{"role":"user","content":"Question: who is person_1?\\u0000"}]}',
  said: "person_1 [A1]",
};
const ANN = { kind: "user", id: "ann-id", name: "ann", address: "192.0.2.7" } as const;

export function describeTalks({ store, reopen, setNow }: PortsUnderTest): void {
  it("are kept in full with who asked, and listed the latest first, page by page", async () => {
    const first = await actAs(ANN, () => store().talks.add(TALK));
    setNow(SAMPLE_START + 1000);
    const second = await store().talks.add({ ...TALK, outcome: "ASSISTANT_MODEL_SLOW", said: "" });
    await reopen();
    const { talks } = store();
    const [latest] = await talks.list({ limit: 1, before: null });
    expect(latest).toMatchObject({ id: second, outcome: "ASSISTANT_MODEL_SLOW", author: { kind: "system" } });
    const [older] = await talks.list({ limit: 10, before: latest! });
    expect(older).toMatchObject({ id: first, author: { kind: "user", id: "ann-id", name: "ann" } });
    expect(Object.keys(older!)).not.toContain("sent");
    expect(older!.sentChars).toBe(TALK.sent.length);
    expect(await talks.find(first)).toEqual({ ...older, sent: TALK.sent, said: TALK.said });
    expect(await talks.find("' or 1=1")).toBeNull();
  });

  it("end: what was asked before an instant is removed, what was asked at it stays", async () => {
    await store().talks.add(TALK);
    setNow(SAMPLE_START + 1000);
    const kept = await store().talks.add(TALK);
    expect(await store().talks.removeBefore(toEpochMs(SAMPLE_START + 1000))).toBe(1);
    expect((await store().talks.list({ limit: 10, before: null })).map(({ id }) => id)).toEqual([kept]);
    expect(await store().talks.removeBefore(toEpochMs(SAMPLE_START))).toBe(0);
  });

  it("are cut at their limit", async () => {
    const id = await store().talks.add({ ...TALK, sent: "x".repeat(TALK_CHARS_MAX + 1) });
    expect((await store().talks.find(id))?.sent).toHaveLength(TALK_CHARS_MAX);
  });
}
