import { LOCALE } from "../../part/locale.ts";

const exact = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 });

/** Whole numbers as they are: an answer's numbers are not rounded. */
export const formatAmount = (amount: number): string => exact.format(amount);
