/** What is done at times of its own. */
export interface SchedulePort {
  /** Every piece of work with its times, how the last run ended and when the next one is. */
  list(): Promise<readonly object[]>;
  /** Does it now, in the background. */
  request(name: string): Promise<object>;
}
