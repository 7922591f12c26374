/**
 * Whole numbers that sum to `sum`, each within one of its part: the largest remainders are rounded up (Hamilton's
 * method). `parts` are at least 0 and sum to within one of `sum`; equal remainders are rounded up from the front.
 */
export function roundToSum(parts: readonly number[], sum: number): readonly number[] {
  const whole = parts.map(Math.floor);
  let missing = sum - whole.reduce((total, part) => total + part, 0);
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part - Math.floor(part) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (missing <= 0) break;
    whole[index]!++;
    missing--;
  }
  return whole;
}
