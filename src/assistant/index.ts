/** Takes a question and queries over what is stored; gives an answer with its numbers, citations and what was looked at. */
export * from "./answer/answer.ts";
export { toMarkdown } from "./answer/markdown.ts";
export * from "./assistant.ts";
export type { ModelProgress } from "./model/ask-model.ts";
export { type ModelSettings, readModelSettings } from "./model/model-settings.ts";
export { answerPlainly, type PlainAnswer } from "./plain/answer-plain.ts";
export { readContext } from "./plain/read-context.ts";
export type { Context } from "./plain/understand.ts";
export * from "./port.ts";
export { ASSISTANT_PROBLEMS } from "./problems.ts";
