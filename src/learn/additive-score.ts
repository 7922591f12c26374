/**
 * The score of detectors that add up surprise over columns: 1 - 2^-(mean surprise in nats). Usual rows of continuous
 * columns have about 1 nat a column, so they score about one half; a row without surprise scores 0.
 */
export const toAdditiveScore = (surprise: number, columns: number): number => 1 - 2 ** (-surprise / columns);
