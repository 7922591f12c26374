import { expect, test } from "vitest";
import { type Clock, DAY_MS, SYSTEM_CLOCK, toEpochMs } from "../../domain/index.ts";
import { firstOf, RISKS, tryModel } from "./fixtures/model-trial.ts";
import type { SocStore } from "./fixtures/soc-store.ts";
import { createTalkAnswers, keepTalk } from "./model-talks.ts";

const TIMEOUT_MS = 60_000;

export function testTalks(open: () => SocStore): void {
  test(
    "S3-17: what left for a model and what it said are kept in full with who asked, and end after the days that are set",
    async () => {
      const says = (request: string): string => {
        const { mark, name, risk } = firstOf(request);
        return `${name} has a risk of ${risk} [${mark}]. Look at it first. It stole 4,711 files.`;
      };
      const { uses, requests } = await tryModel(open(), [RISKS, { kind: "says", text: says }], {
        changes: { usesPseudonyms: true },
        question: "Is user_15 a risk?",
      });
      const { store } = open();
      const now = SYSTEM_CLOCK.now();
      const at = (ms: number): Clock => ({ now: () => toEpochMs(ms) });
      const answersAt = (ms: number) =>
        createTalkAnswers({ store, clock: at(ms), readKeepDays: async () => 30 });
      await keepTalk({ store, clock: at(now) }, uses[0]!, 30);
      const { rows } = await answersAt(now).listTalks({ limit: 10, after: null });
      const [row] = rows as readonly { readonly id: string }[];
      expect(row).toMatchObject({
        question: "Is user_15 a risk?",
        uses_pseudonyms: true,
        outcome: "answered",
        requests: 2,
      });
      const talk = await answersAt(now).readTalk(row!.id);
      expect(talk).toMatchObject({ sent: requests[1] });
      expect(JSON.stringify(talk)).toContain("It stole 4,711 files.");
      expect((talk as { readonly sent: string }).sent).not.toContain("user_15");
      const [audited] = await store.audit.list({
        limit: 1,
        before: null,
        from: null,
        to: null,
        author: null,
        target: null,
        action: "assistant.ask",
      });
      expect(audited?.after).toMatchObject({ talk: row!.id, requests: 2 });
      await expect(answersAt(now + 31 * DAY_MS).readTalk(row!.id)).rejects.toMatchObject({
        report: { code: "ASSISTANT_TALK_UNKNOWN" },
      });
      await keepTalk({ store, clock: at(now) }, uses[0]!, 0);
      expect((await answersAt(now).listTalks({ limit: 10, after: null })).rows).toEqual([]);
    },
    TIMEOUT_MS,
  );
}
