/**
 * Whether a day's state is still worth keeping when `latest` is the newest: a day that 2^k divides is kept until it is
 * 2^(k+1) days old. Of the last n days about 2 log2(n) are there, close together lately and far apart long ago: to begin
 * again a days back, a day that is less than 2 a days back is at hand.
 */
export function isStateKept(day: number, latest: number): boolean {
  const age = latest - day;
  if (age <= 0) return true;
  // Day 0 is divided by every power of two.
  if (day === 0) return true;
  const divisor = day & -day;
  return age <= 2 * Math.abs(divisor);
}
