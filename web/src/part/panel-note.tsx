import { Button, Skeleton } from "@mantine/core";
import { CircleSlash2, Inbox, RefreshCw, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { toProblem } from "../client/api-problem.ts";
import { LogText } from "./log-text.tsx";
import styles from "./panel-note.module.css";

/** In place of content that is on its way: of about its shape, so that nothing jumps. */
export const LoadingLines = ({ lines }: { readonly lines: number }) => (
  <div className={styles["loading"]} role="status">
    <span className="unseen">Loading</span>
    {[...Array(lines).keys()].map((line) => (
      <Skeleton key={line} height={12} width={`${92 - ((line * 17) % 38)}%`} radius="sm" />
    ))}
  </div>
);

/** Looked, and found nothing; with what to do next. */
export const EmptyNote = ({ text, next }: { readonly text: string; readonly next: ReactNode }) => (
  <div className={styles["note"]}>
    <Inbox size={18} aria-hidden className={styles["icon"]} />
    <div className={styles["words"]}>
      <p>{text}</p>
      {next !== undefined && <div className={styles["next"]}>{next}</div>}
    </div>
  </div>
);

/** Did not look, and why: never to be mistaken for "found nothing". */
export const NotLookedNote = ({ reason, next }: { readonly reason: string; readonly next: ReactNode }) => (
  <div className={styles["note"]}>
    <CircleSlash2 size={18} aria-hidden className={styles["icon"]} />
    <div className={styles["words"]}>
      <p>
        <strong>Not looked at.</strong> {reason}
      </p>
      {next !== undefined && <div className={styles["next"]}>{next}</div>}
    </div>
  </div>
);

export interface ProblemNoteProps {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** What went wrong, what to do, and the code under which it is described. */
export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  const { detail, remedy, code, instance } = toProblem(error);
  return (
    <div className={styles["note"]} role="alert">
      <TriangleAlert size={18} aria-hidden className={styles["warning"]} />
      <div className={styles["words"]}>
        <p>
          <LogText text={detail} />
        </p>
        <p className={styles["remedy"]}>
          <LogText text={remedy} />
        </p>
        <div className={styles["next"]}>
          {onRetry !== undefined && (
            <Button variant="default" leftSection={<RefreshCw size={13} />} onClick={onRetry}>
              Try again
            </Button>
          )}
          <a href={`/docs/reference/problems#${code}`} title={instance ?? undefined}>
            {code}
          </a>
        </div>
      </div>
    </div>
  );
}
