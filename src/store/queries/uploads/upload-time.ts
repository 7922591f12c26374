/** `2026-01-31T23:59:59Z`, with a fraction only where there is one. */
export function formatUploadTime(micros: bigint): string {
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const text = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19);
  return fraction === 0n ? `${text}Z` : `${text}.${fraction.toString().padStart(6, "0").replace(/0+$/, "")}Z`;
}
