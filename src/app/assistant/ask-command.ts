import { type GivenAnswer, type Part, readContext } from "../../assistant/index.ts";
import type { AskPort, ShownAnswer, ShownPart } from "../../cli/ask-port.ts";
import type { McpPort } from "../../cli/mcp.ts";
import { SYSTEM_CLOCK } from "../../domain/index.ts";
import { withStore } from "../findings/asked-store.ts";
import { readSources } from "../settings/read-settings.ts";
import { readVersion } from "../version.ts";
import { toAnswerJson } from "./answer-json.ts";
import { openAssistant } from "./open-assistant.ts";
import { createStoreQueries } from "./store-queries.ts";

/** The ask command: the same assistant as the server's. */
export const ASK_PORT: AskPort = {
  withAssistant: (place, use) =>
    withStore(place, "ask", async (store) => {
      const assistant = openAssistant({ store, clock: SYSTEM_CLOCK, sources: readSources() });
      await use(async ({ question, mode, context, before }) => {
        const given = await assistant.ask({
          question,
          mode,
          model: null,
          context: readContext(context),
          before,
        });
        return toShown(question, given);
      });
    }),
};

export const MCP_PORT: McpPort = {
  serve: (place, stop) =>
    withStore(place, "mcp", async (store) => {
      const { serveMcpOverStdio } = await import("../../assistant/mcp/index.ts");
      await serveMcpOverStdio({ queries: createStoreQueries(store), version: readVersion() }, stop);
    }),
};

function toShown(question: string, given: GivenAnswer): ShownAnswer {
  const { answer, model, mode } = given;
  const counts = Object.entries(answer.looked.counts).map(
    ([what, count]) => `${count.toLocaleString("en")} ${what}`,
  );
  return {
    blocks: answer.blocks.map((block) =>
      block.kind === "points"
        ? { ...block, items: block.items.map((item) => item.map(toShownPart)) }
        : { ...block, parts: block.parts.map(toShownPart) },
    ),
    citations: answer.citations,
    notes: answer.notes,
    suggestions: answer.suggestions,
    looked: counts.length === 0 ? "nothing" : counts.join(", "),
    by:
      mode === "plain"
        ? "Answered without a language model."
        : `Worded by ${model?.name ?? "a model"} at ${model?.host ?? ""}.`,
    context: given.context,
    json: toAnswerJson(question, given),
  };
}

const toShownPart = (part: Part): ShownPart =>
  part.kind === "cite" ? { kind: "cite", text: String(part.citation + 1) } : part;
