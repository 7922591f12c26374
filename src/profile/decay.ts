/** After so many days an event counts half. */
export const HALF_LIFE_DAYS = 30;

/** What is left of a count after so many days. */
export const decayOver = (days: number): number => 2 ** (-days / HALF_LIFE_DAYS);
