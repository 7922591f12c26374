import type { ReactNode } from "react";
import { useId } from "react";
import { cx } from "../theme/class-names.ts";
import styles from "./panel.module.css";
import { EmptyNote, LoadingLines, NotLookedNote, ProblemNote } from "./panel-note.tsx";

/** What a panel can say instead of its content. */
export type PanelState =
  | { readonly kind: "ready" }
  | { readonly kind: "loading"; readonly lines?: number }
  | { readonly kind: "empty"; readonly text: string; readonly next?: ReactNode }
  | { readonly kind: "problem"; readonly error: unknown; readonly onRetry?: () => void }
  | { readonly kind: "not-looked"; readonly reason: string; readonly next?: ReactNode };

export interface PanelProps {
  /** Null: the panel needs no heading, its content has one. */
  readonly title: string | null;
  /** What the content means, in one sentence below the title. */
  readonly note?: ReactNode;
  /** At the right of the title: a link, a choice, an ExportMenu. */
  readonly aside?: ReactNode;
  readonly state?: PanelState;
  /** True: content goes to the edges, as tables do. */
  readonly flush?: boolean;
  readonly className?: string | undefined;
  readonly children?: ReactNode;
}

const READY: PanelState = { kind: "ready" };

/** A part of a page with its heading. */
export function Panel({ title, note, aside, state = READY, flush, className, children }: PanelProps) {
  const id = useId();
  return (
    <section
      className={cx(styles["panel"], className)}
      {...(title === null ? {} : { "aria-labelledby": id })}
      aria-busy={state.kind === "loading"}
    >
      {title !== null && (
        <div className={styles["head"]}>
          <div className={styles["words"]}>
            <h2 id={id} className={styles["title"]}>
              {title}
            </h2>
            {note !== undefined && <p className={styles["note"]}>{note}</p>}
          </div>
          {aside !== undefined && <div className={styles["aside"]}>{aside}</div>}
        </div>
      )}
      <div className={cx(styles["body"], flush === true && state.kind === "ready" && styles["flush"])}>
        <PanelBody state={state}>{children}</PanelBody>
      </div>
    </section>
  );
}

function PanelBody({ state, children }: { readonly state: PanelState; readonly children: ReactNode }) {
  switch (state.kind) {
    case "ready":
      return children;
    case "loading":
      return <LoadingLines lines={state.lines ?? 4} />;
    case "empty":
      return <EmptyNote text={state.text} next={state.next} />;
    case "problem":
      return <ProblemNote error={state.error} onRetry={state.onRetry} />;
    case "not-looked":
      return <NotLookedNote reason={state.reason} next={state.next} />;
  }
}
