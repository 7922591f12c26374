/** The present, by the browser's clock, in milliseconds since 1970. */
export const readClock = (): number => Date.now();
