import type { ReactNode } from "react";
import { toProblem } from "../client/api-problem.ts";
import { NeverLookedNext } from "./never-looked.tsx";
import { Panel, type PanelProps, type PanelState } from "./panel.tsx";

/** What a panel needs of an answer that comes: `useQuery` gives it. */
export interface Asking<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}

export interface QueryPanelProps<T> extends Omit<PanelProps, "state" | "children"> {
  readonly query: Asking<T>;
  /** What to say where the answer has nothing to show; null: it has. */
  readonly whenEmpty?: (data: T) => Extract<PanelState, { kind: "empty" | "not-looked" }> | null;
  /** Lines of the skeleton while it loads. */
  readonly lines?: number;
  readonly children: (data: T) => ReactNode;
}

/** A panel over an answer of the API: waiting, empty, refused or never looked at is said by itself. */
export function QueryPanel<T>({ query, whenEmpty, lines, children, ...panel }: QueryPanelProps<T>) {
  const state = toPanelState(query, { whenEmpty, lines });
  return (
    <Panel {...panel} state={state}>
      {state.kind === "ready" && query.data !== undefined ? children(query.data) : null}
    </Panel>
  );
}

interface PanelWords<T> {
  readonly whenEmpty?: QueryPanelProps<T>["whenEmpty"] | undefined;
  readonly lines?: number | undefined;
}

/** The state of a panel over an answer. */
export function toPanelState<T>(query: Asking<T>, { whenEmpty, lines }: PanelWords<T>): PanelState {
  if (query.data !== undefined) return whenEmpty?.(query.data) ?? { kind: "ready" };
  if (query.isPending) return { kind: "loading", ...(lines === undefined ? {} : { lines }) };
  const problem = toProblem(query.error);
  if (problem.status === 409)
    return { kind: "not-looked", reason: problem.detail, next: <NeverLookedNext remedy={problem.remedy} /> };
  return { kind: "problem", error: problem, onRetry: () => void query.refetch() };
}
