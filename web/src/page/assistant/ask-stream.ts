import { readProblem } from "../../client/api-problem.ts";
import type { Schema } from "../../client/client.ts";

export type Answer = Schema<"Answer">;
export type Block = Schema<"AnswerBlock">;
export type Citation = Schema<"Citation">;
export type Mode = "auto" | "plain" | "model";

export interface AskBody {
  readonly question: string;
  readonly mode: Mode;
  readonly model: string | null;
  /** As the answer before gave it. */
  readonly context: unknown;
  readonly before: readonly string[];
}

/** What comes while a question is answered. */
export type AskPiece =
  | { readonly kind: "looking"; readonly title: string }
  | { readonly kind: "words"; readonly blocks: readonly Block[]; readonly citations: readonly Citation[] }
  | { readonly kind: "answer"; readonly answer: Answer };

/** Asks, and gives the pieces of the answer as they come. Throws an ApiProblem. */
export async function* askInPieces(body: AskBody, signal: AbortSignal): AsyncGenerator<AskPiece> {
  const response = await fetch("/api/v1/ask", {
    method: "POST",
    credentials: "same-origin",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify(body),
    signal,
  });
  if (!response.ok || response.body === null) throw await readProblem(response);
  for await (const { event, data } of readEvents(response.body)) {
    if (event === "problem") throw await readProblem(new Response(data, { status: 500 }));
    const piece = toPiece(event, JSON.parse(data));
    if (piece !== null) yield piece;
  }
}

/** The server's own shapes, which its description types. */
function toPiece(event: string, data: unknown): AskPiece | null {
  if (typeof data !== "object" || data === null) return null;
  if (event === "answer") return { kind: "answer", answer: data as Answer };
  if (event === "looking" && "title" in data) return { kind: "looking", title: String(data.title) };
  if (event !== "words") return null;
  return { ...(data as { readonly blocks: Block[]; readonly citations: Citation[] }), kind: "words" };
}

/** Server-sent events of a body, by their names. */
async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<{ readonly event: string; readonly data: string }> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      waiting += value;
      const messages = waiting.split("\n\n");
      waiting = messages.pop() ?? "";
      for (const message of messages) {
        const lines = message.split("\n");
        const of = (name: string): string =>
          lines
            .flatMap((line) => (line.startsWith(`${name}:`) ? [line.slice(name.length + 1).trimStart()] : []))
            .join("\n");
        if (of("data") !== "") yield { event: of("event"), data: of("data") };
      }
    }
  } finally {
    reader.releaseLock();
  }
}
