export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Days since 1970-01-01, in UTC: behaviour is learned day by day. */
export const toDay = (at: number): number => Math.floor(at / DAY_MS);
