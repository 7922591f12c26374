import type { ApiPorts, AskPort, AskQuestion, McpPort } from "../../api/index.ts";
import { ASSISTANT_PROBLEMS, type Assistant, type Question, readContext } from "../../assistant/index.ts";
import { toError } from "../../domain/index.ts";
import { toAnswerJson } from "./answer-json.ts";
import { createTalkAnswers, type TalkParts } from "./model-talks.ts";
import { type AssistantParts, openAssistant, readKeepDays } from "./open-assistant.ts";
import { createStoreQueries } from "./store-queries.ts";

/** Questions that are answered at once; each may read much. */
const ASKED_AT_ONCE_MAX = 8;

const toQuestion = ({ question, mode, model, context, before }: AskQuestion): Question => ({
  question,
  mode,
  model,
  context: readContext(context),
  before,
});

/** The assistant for the API. */
export function createAskAnswers(assistant: Assistant, talks: TalkParts): AskPort {
  let asking = 0;
  return {
    ...createTalkAnswers(talks),
    async ask(asked, { stop, onProgress }) {
      if (asking >= ASKED_AT_ONCE_MAX)
        throw toError(ASSISTANT_PROBLEMS, "ASSISTANT_BUSY", { most: ASKED_AT_ONCE_MAX });
      asking++;
      try {
        const given = await assistant.ask(toQuestion(asked), {
          stop,
          onProgress: ({ kind, ...progress }) => onProgress({ event: kind, data: progress }),
        });
        return toAnswerJson(asked.question, given);
      } finally {
        asking--;
      }
    },
    preview: async (asked) => {
      const { usesPseudonyms, ...preview } = await assistant.preview(toQuestion(asked));
      return { ...preview, uses_pseudonyms: usesPseudonyms };
    },
    async describe() {
      const model = await assistant.describeModel();
      return {
        samples: await assistant.listSamples(),
        model:
          model === null
            ? null
            : {
                provider: model.provider,
                host: model.host,
                name: model.model,
                uses_pseudonyms: model.usesPseudonyms,
                tokens_of_day: model.tokensOfDay,
                tokens_per_day: model.tokensPerDayMax,
                kept_days: await talks.readKeepDays(),
              },
      };
    },
    listModels: async () => ({ items: await assistant.listModels() }),
  };
}

/** The assistant and its tools for the API. What speaks with other programs is loaded when one comes. */
export function openAssistantPorts(
  parts: AssistantParts & { readonly version: string },
): Pick<ApiPorts, "assistant" | "mcp"> {
  let server: Promise<McpPort> | null = null;
  const open = async (): Promise<McpPort> => {
    const { createMcpHttp } = await import("../../assistant/mcp/index.ts");
    const http = createMcpHttp({ queries: createStoreQueries(parts.store), version: parts.version });
    return { handle: (request) => http.fetch(request) };
  };
  return {
    assistant: createAskAnswers(openAssistant(parts), {
      store: parts.store,
      clock: parts.clock,
      readKeepDays: () => readKeepDays(parts),
    }),
    mcp: {
      async handle(request) {
        server ??= open();
        return (await server).handle(request);
      },
    },
  };
}
