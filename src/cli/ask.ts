import { createInterface } from "node:readline";
import type { Command } from "commander";
import type { AskPort, ShownAnswer, ShownBlock, ShownPart } from "./ask-port.ts";
import { createDatabaseOption, createDataOption, type PlaceFlags, toPlace } from "./data-option.ts";
import { SHORT_ID_CHARS } from "./findings.ts";
import { writeOut } from "./standard-output.ts";
import { escapeTerminal, paintBold, paintDim, terminalWidth, wrapText, writeError } from "./terminal.ts";

interface AskFlags extends PlaceFlags {
  readonly json?: boolean;
  readonly follow?: boolean;
  readonly plain?: boolean;
}

/** Characters of a piece of text; a sentence of ours may hold a long name. */
const PART_CHARS_MAX = 4000;
const WIDTH_MAX = 110;

/** `gait ask`: a question in people's own words. */
export function addAskCommand(program: Command, port: AskPort): void {
  program
    .command("ask")
    .argument("[question...]", "in your own words: who, where, when, why, what to do")
    .summary("ask in your own words")
    .description(
      "Answers from what is stored and was found, with the numbers, and the ids to look at next. Without a language model\n" +
        "nothing leaves this machine; GAIT_LLM_PROVIDER, GAIT_LLM_BASE_URL and GAIT_LLM_MODEL set one up.",
    )
    .addOption(createDataOption())
    .addOption(createDatabaseOption())
    .option("--follow", "go on: every further line is a question, which may refer to the answer before")
    .option("--plain", "without the language model, even where one is set up")
    .option("--json", "print JSON, one answer a line")
    .action(async (words: readonly string[], flags: AskFlags) => {
      await port.withAssistant(toPlace(flags), async (ask) => {
        const mode = flags.plain === true ? "plain" : "auto";
        let context: unknown = null;
        const before: string[] = [];
        for await (const question of readQuestions(words.join(" "), flags.follow === true)) {
          const answer = await ask({ question, mode, context, before: [...before] });
          context = answer.context;
          before.push(question);
          const isWritten = await writeOut(
            flags.json === true ? `${JSON.stringify(answer.json)}\n` : formatAnswer(answer),
          );
          if (!isWritten) return;
        }
      });
    });
}

/** The question of the command line, then, where asked to go on, every line that comes. */
async function* readQuestions(first: string, isFollowing: boolean): AsyncGenerator<string> {
  if (first.trim() !== "") yield first;
  if (!isFollowing && first.trim() !== "") return;
  const isAsked = process.stdin.isTTY === true;
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  if (isAsked) writeError(paintDim("Ask; an empty line ends it.\n"));
  for await (const line of lines) {
    if (line.trim() === "") {
      if (isAsked) break;
      continue;
    }
    yield line;
  }
  lines.close();
}

/** The answer for a terminal. */
export function formatAnswer(answer: ShownAnswer): string {
  const width = Math.min(terminalWidth(), WIDTH_MAX);
  const lines = answer.blocks.flatMap((block) => [...formatBlock(block, width), ""]);
  for (const note of answer.notes)
    lines.push(...wrapText(escapeTerminal(note, PART_CHARS_MAX), width).map(paintDim));
  if (answer.citations.length > 0) {
    if (answer.notes.length > 0) lines.push("");
    lines.push(
      ...answer.citations.map((citation, index) => paintDim(`[${index + 1}] ${toCommand(citation)}`)),
    );
  }
  lines.push("", paintDim(escapeTerminal(`Looked at: ${answer.looked}. ${answer.by}`, PART_CHARS_MAX)));
  if (answer.suggestions.length > 0)
    lines.push(paintDim(`Ask next: ${answer.suggestions.map((one) => escapeTerminal(one)).join("  ·  ")}`));
  return `${lines.join("\n").replace(/\n{3,}/g, "\n\n")}\n\n`;
}

/** The command that shows what is cited. */
function toCommand({ kind, id }: ShownAnswer["citations"][number]): string {
  switch (kind) {
    case "finding":
      return `gait explain ${escapeTerminal(id.slice(0, SHORT_ID_CHARS))}`;
    case "incident":
      return `gait incidents ${escapeTerminal(id.slice(0, SHORT_ID_CHARS))}`;
    case "actor":
      return `gait actor '${escapeTerminal(id).replaceAll("'", "'\\''")}'`;
  }
}

function formatBlock(block: ShownBlock, width: number): readonly string[] {
  if (block.kind !== "points") {
    const lines = wrapText(toText(block.parts), width);
    return block.kind === "heading" ? lines.map(paintBold) : lines;
  }
  return block.items.flatMap((item, index) => {
    const mark = block.isOrdered ? `${index + 1}. ` : "- ";
    return wrapText(toText(item), width - mark.length).map(
      (line, at) => (at === 0 ? mark : " ".repeat(mark.length)) + line,
    );
  });
}

const toText = (parts: readonly ShownPart[]): string =>
  parts
    .map(({ kind, text }) => (kind === "cite" ? ` [${text}]` : escapeTerminal(text, PART_CHARS_MAX)))
    .join("");
