/** Exit codes of every command. */
export const EXIT = {
  fine: 0,
  failed: 1,
  usage: 2,
  /** Findings at or above `--fail-on`. */
  findings: 3,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
