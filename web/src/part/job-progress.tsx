import { Button } from "@mantine/core";
import { cancelJob, isOver, type Job } from "../client/use-job.ts";
import { formatCount } from "./format.ts";
import styles from "./job-progress.module.css";
import { LogText } from "./log-text.tsx";

const STATES: Readonly<Record<Job["state"], string>> = {
  waiting: "Waiting for its turn",
  running: "Running",
  done: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** How far a job is, in words and as a bar, with a way to end it; why it failed. */
export function JobProgress({ job }: { readonly job: Job }) {
  const { id, title, state, step, done, total, problem } = job;
  return (
    <div className={styles["job"]} aria-live="polite">
      <div className={styles["head"]}>
        <strong>
          <LogText text={title} most={120} />
        </strong>
        <span className={styles[state]}>
          {STATES[state]}
          {!isOver(job) && step !== null ? `: ${step}` : ""}
        </span>
        {!isOver(job) && (
          <Button variant="default" size="compact-xs" onClick={() => void cancelJob(id)}>
            Cancel
          </Button>
        )}
      </div>
      {!isOver(job) && (
        <progress
          className={styles["bar"]}
          aria-label={`Progress of: ${title}`}
          {...(total === null || total === 0 ? {} : { max: total, value: Math.min(done, total) })}
        />
      )}
      {!isOver(job) && total !== null && (
        <small className={styles["count"]}>
          {formatCount(done)} of {formatCount(total)}
        </small>
      )}
      {problem !== null && (
        <p className={styles["problem"]}>
          {problem.text} {problem.remedy}
        </p>
      )}
    </div>
  );
}
