/** What is usual in a group. Of all who ask for the same group: nobody writes to it. */
export interface GroupUsual {
  /** p(hour of the week) among the group's events, smoothed; sum 1. */
  readonly hours: Float64Array;
  /** What 95% of its members' hours and days stay below, per metric; NaN: nothing known. */
  readonly hourly: Float64Array;
  readonly daily: Float64Array;
}

/** What is known of the tenant at the start of a day. Read only; rows are found by `find` and read by the others. */
export interface TenantView {
  /** The last day that was merged; -1: none. */
  readonly day: number;
  /** Row of a value within a group (0: the whole tenant); -1: never seen. */
  find(dimension: number, group: number, code: number): number;
  /** Decayed events of a row. */
  eventsOf(row: number): number;
  /** Actors that have the value of a row. */
  actorsOf(row: number): number;
  /** Decayed events of a dimension within a group, of all values together. */
  totalOf(dimension: number, group: number): number;
  /** How many values of a dimension a group knows, dropped ones included. */
  valuesOf(dimension: number, group: number): number;
  /** How many actors a group has. */
  membersOf(group: number): number;
  /** Quantile of a sum over an hour or a day of a group's actors; NaN: nothing is known. */
  quantileOf(dimension: number, group: number, share: number): number;
  /** What is usual in a group. */
  usualOf(group: number): GroupUsual;
}
