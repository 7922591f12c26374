import type { AskPort } from "../../api/index.ts";
import { ASSISTANT_PROBLEMS, type ModelUse } from "../../assistant/index.ts";
import { type Clock, DAY_MS, type EpochMs, type JsonObject, toEpochMs, toError } from "../../domain/index.ts";
import type { Store, Talk, TalkHead } from "../../store/index.ts";
import { CURSORS, readCursor } from "../serve/cursor.ts";

/** Characters of a question that the audit log has. */
const AUDITED_CHARS_MAX = 500;

/** Notes in the audit log who asked what, and keeps all that left and came back for as many days as settings say. */
export async function keepTalk(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  use: ModelUse,
  keepDays: number,
): Promise<void> {
  const { host, model, question, usesPseudonyms, outcome, spent, talk } = use;
  const id =
    keepDays === 0
      ? null
      : await store.talks.add({
          host,
          model,
          question,
          usesPseudonyms,
          outcome,
          tokens: spent.tokens,
          ...talk,
        });
  await store.audit.append({
    action: "assistant.ask",
    target: { type: "language-model", id: host, name: model },
    after: toAudited(use, id),
  });
  await removeOldTalks({ store, clock }, keepDays);
}

/** What was asked before the days that are kept is gone, whoever looks. */
export const removeOldTalks = (
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  keepDays: number,
): Promise<number> => store.talks.removeBefore(toOldest(clock.now(), keepDays));

const toOldest = (now: EpochMs, keepDays: number): EpochMs =>
  keepDays === 0 ? toEpochMs(now + 1) : toEpochMs(now - keepDays * DAY_MS);

/** What was asked and how much left; the rest stands in the talk, as long as it is kept. */
const toAudited = (
  { question, usesPseudonyms, outcome, spent, talk }: ModelUse,
  id: string | null,
): JsonObject => ({
  question: question.slice(0, AUDITED_CHARS_MAX),
  pseudonyms: usesPseudonyms,
  outcome,
  tokens: spent.tokens,
  steps: spent.steps,
  tools: [...spent.tools],
  requests: talk.requests,
  sent_chars: talk.sent.length,
  talk: id,
});

export interface TalkParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly readKeepDays: () => Promise<number>;
}

/** Talks with models for whoever may see what others asked. */
export const createTalkAnswers = (parts: TalkParts): Pick<AskPort, "listTalks" | "readTalk"> => ({
  async listTalks({ limit, after }) {
    const keepDays = await parts.readKeepDays();
    await removeOldTalks(parts, keepDays);
    const found = await parts.store.talks.list({
      limit: limit + 1,
      before: readCursor(CURSORS.event, after),
    });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return {
      rows: rows.map(toHeadJson),
      next: found.length <= limit || last === undefined ? null : { at: last.at, id: last.id },
    };
  },
  async readTalk(id) {
    await removeOldTalks(parts, await parts.readKeepDays());
    const talk = await parts.store.talks.find(id);
    if (talk === null) throw toError(ASSISTANT_PROBLEMS, "ASSISTANT_TALK_UNKNOWN", { id });
    return toTalkJson(talk);
  },
});

const toHeadJson = (talk: TalkHead) => ({
  id: talk.id,
  time: new Date(talk.at).toISOString(),
  author: talk.author,
  host: talk.host,
  model: talk.model,
  question: talk.question,
  uses_pseudonyms: talk.usesPseudonyms,
  outcome: talk.outcome,
  tokens: talk.tokens,
  requests: talk.requests,
  sent_chars: talk.sentChars,
});

const toTalkJson = (talk: Talk) => ({ ...toHeadJson(talk), sent: talk.sent, said: talk.said });
