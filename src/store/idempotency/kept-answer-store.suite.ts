import { expect, it } from "vitest";
import type { KeptAnswer } from "../ports/idempotency-port.ts";
import type { PortsUnderTest } from "../ports-under-test.suite.ts";
import { SAMPLE_START } from "../sample-event.ts";
import { ANSWER_KEPT_MS, CLAIM_MS } from "./kept-answer-store.ts";

const KEPT: KeptAnswer = { request: "ab", status: 201, answer: { id: "x", text: "'\"\0" } };

export function describeKeptAnswers({ store, setNow, reopen }: PortsUnderTest): void {
  it("lets one answer at a time, and gives the answer to whoever asks again", async () => {
    const { keptAnswers } = store();
    const claims = await Promise.all([keptAnswers.claim("d"), keptAnswers.claim("d")]);
    expect(claims.map(({ kind }) => kind).toSorted()).toEqual(["busy", "new"]);
    await keptAnswers.keep("d", KEPT);
    await reopen();
    expect(await store().keptAnswers.claim("d")).toEqual({ kind: "kept", kept: KEPT });
    expect(await store().keptAnswers.claim("e")).toEqual({ kind: "new" });
  });

  it("forgets what failed, who died and what is old", async () => {
    const { keptAnswers } = store();
    await keptAnswers.claim("failed");
    await keptAnswers.giveUp("failed");
    expect(await keptAnswers.claim("failed")).toEqual({ kind: "new" });
    await keptAnswers.claim("kept");
    await keptAnswers.keep("kept", KEPT);
    await keptAnswers.giveUp("kept");
    setNow(SAMPLE_START + CLAIM_MS - 1);
    expect(await keptAnswers.claim("failed")).toEqual({ kind: "busy" });
    setNow(SAMPLE_START + CLAIM_MS);
    expect(await keptAnswers.claim("failed")).toEqual({ kind: "new" });
    setNow(SAMPLE_START + ANSWER_KEPT_MS - 1);
    expect(await keptAnswers.claim("kept")).toMatchObject({ kind: "kept" });
    setNow(SAMPLE_START + ANSWER_KEPT_MS);
    expect(await keptAnswers.claim("kept")).toEqual({ kind: "new" });
  });
}
