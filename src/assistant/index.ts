/** Takes a question and queries over what is stored; gives an answer with its numbers, citations and what was looked at. */
export * from "./answer/answer.ts";
export { toMarkdown, toPlainText } from "./answer/markdown.ts";
export { answerPlainly, type PlainAnswer, QUESTION_CHARS_MAX } from "./plain/answer-plain.ts";
export { SAMPLE_QUESTIONS } from "./plain/questions.ts";
export type { Context } from "./plain/understand.ts";
export * from "./port.ts";
