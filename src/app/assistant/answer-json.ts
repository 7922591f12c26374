import { type GivenAnswer, type Looked, toMarkdown } from "../../assistant/index.ts";
import type { EpochMs } from "../../domain/index.ts";

const toIso = (at: EpochMs | null): string | null => (at === null ? null : new Date(at).toISOString());

const toLookedJson = ({ from, to, counts }: Looked) => ({
  from: toIso(from),
  to: toIso(to),
  counts: { ...counts },
});

/** An answer for programs and pages. Field names are part of the interface. */
export function toAnswerJson(question: string, { mode, answer, intent, context, model }: GivenAnswer) {
  return {
    question,
    mode,
    intent,
    text: toMarkdown(answer),
    blocks: answer.blocks,
    citations: answer.citations,
    tables: answer.tables,
    charts: answer.charts,
    looked: toLookedJson(answer.looked),
    notes: answer.notes,
    suggestions: answer.suggestions,
    model:
      model === null
        ? null
        : { name: model.name, host: model.host, tokens: model.spent.tokens, tools: model.spent.tools },
    context,
  };
}
