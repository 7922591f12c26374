const exact = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

/** Whole numbers as they are: an answer's numbers are not rounded. */
export const formatAmount = (amount: number): string => exact.format(amount);
