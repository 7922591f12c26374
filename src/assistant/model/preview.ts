import type { JsonObject } from "../../domain/index.ts";
import { TOOLS } from "../tool/tools.ts";
import { type ModelQuestion, toPrompt } from "./ask-model.ts";
import { Disguise } from "./disguise.ts";
import { hostOf } from "./model-settings.ts";

/** What would leave for a question, and to where; nothing leaves by looking at it. */
export interface ModelPreview {
  readonly host: string;
  readonly provider: string;
  readonly model: string;
  readonly usesPseudonyms: boolean;
  readonly instructions: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly tools: readonly { readonly name: string; readonly description: string }[];
  /** What some tools would give it now, as they would be sent. */
  readonly samples: readonly { readonly tool: string; readonly result: JsonObject }[];
}

const SAMPLES = ["top_risks", "search_findings"];
const SAMPLE_ROWS = 2;

export async function previewModel(
  asked: Pick<ModelQuestion, "question" | "names" | "before" | "queries" | "now" | "settings">,
): Promise<ModelPreview> {
  const { settings, queries } = asked;
  const disguise = new Disguise(settings.usesPseudonyms);
  const { instructions, messages } = await toPrompt(asked, disguise);
  const samples = [];
  for (const tool of TOOLS.filter(({ name }) => SAMPLES.includes(name))) {
    const { data, citations } = await tool.call(queries, { limit: SAMPLE_ROWS });
    samples.push({ tool: tool.name, result: disguise.toModel(data, citations) });
  }
  return {
    host: hostOf(settings),
    provider: settings.provider,
    model: settings.model,
    usesPseudonyms: settings.usesPseudonyms,
    instructions,
    messages: messages.map(({ role, content }) => ({ role, content })),
    tools: TOOLS.map(({ name, description }) => ({ name, description })),
    samples,
  };
}
