/** One match of a rule, or one event of a match of another correlation, inside a window. */
export interface WindowItem {
  /** When it counts: its event's time, or when the match below opened. Milliseconds. */
  readonly at: number;
  /** The time of its event. */
  readonly since: number;
  /** The caller's reference of the event. */
  readonly event: number;
  /** Which of the correlation's sources it comes from; several when one rule is listed twice. */
  readonly slots: readonly number[];
  readonly value: string | number | null;
  /** Events that were folded into this one to save memory, and itself. */
  readonly weight: number;
  /** The match of the correlation below that it belongs to; -1 for a match of a rule. */
  readonly match: number;
  /** What the correlations above need to know: lines of JSON, depth first. */
  readonly lineage: readonly string[];
}
