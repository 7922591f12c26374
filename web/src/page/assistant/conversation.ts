import { useSyncExternalStore } from "react";
import type { ApiProblem } from "../../client/api-problem.ts";
import { toProblem } from "../../client/api-problem.ts";
import { type Answer, askInPieces, type Block, type Citation, type Mode } from "./ask-stream.ts";

/** A question and what came of it. */
export interface Turn {
  readonly id: number;
  readonly question: string;
  readonly state: "waiting" | "done" | "stopped" | "failed";
  /** What is looked at, the latest last. */
  readonly looking: readonly string[];
  /** What a model said until now. */
  readonly blocks: readonly Block[];
  readonly citations: readonly Citation[];
  readonly answer: Answer | null;
  readonly problem: ApiProblem | null;
}

/** Turns that are kept: in this window alone, until it is closed or loaded again. */
const TURNS_MAX = 50;

let turns: readonly Turn[] = [];
let stop: AbortController | null = null;
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Turn[]): void {
  turns = next.slice(-TURNS_MAX);
  for (const listener of listeners) listener();
}

const change = (id: number, part: Partial<Turn>): void =>
  set(turns.map((turn) => (turn.id === id ? { ...turn, ...part } : turn)));

export const useConversation = (): readonly Turn[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => turns,
  );

export interface Asking {
  readonly mode: Mode;
  readonly model: string | null;
}

/** Asks one question after the other: a new one ends the one that is still being answered. */
export async function ask(question: string, { mode, model }: Asking): Promise<void> {
  stopAsking();
  const own = new AbortController();
  stop = own;
  const id = ++lastId;
  const known = turns;
  const context = known.findLast(({ answer }) => answer !== null)?.answer?.context ?? null;
  set([
    ...known,
    { id, question, state: "waiting", looking: [], blocks: [], citations: [], answer: null, problem: null },
  ]);
  const looking: string[] = [];
  try {
    const before = known.map((turn) => turn.question).slice(-5);
    for await (const piece of askInPieces({ question, mode, model, context, before }, own.signal)) {
      if (piece.kind === "looking") {
        looking.push(piece.title);
        change(id, { looking: [...looking] });
      } else if (piece.kind === "words") change(id, { blocks: piece.blocks, citations: piece.citations });
      else change(id, { answer: piece.answer, state: "done" });
    }
    if (turns.some((turn) => turn.id === id && turn.state === "waiting")) change(id, { state: "stopped" });
  } catch (error) {
    change(id, own.signal.aborted ? { state: "stopped" } : { state: "failed", problem: toProblem(error) });
  } finally {
    if (stop === own) stop = null;
  }
}

export function stopAsking(): void {
  stop?.abort();
}

export function forgetConversation(): void {
  stopAsking();
  set([]);
}
