const EIGHTHS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;

/** A bar of at most `width` characters for a share from 0 to 1; what is more than nothing shows. */
export function formatBar(share: number, width: number): string {
  const eighths = Math.round(Math.min(Math.max(share, 0), 1) * width * 8);
  const shown = share > 0 ? Math.max(eighths, 1) : 0;
  return "█".repeat(Math.floor(shown / 8)) + EIGHTHS[shown % 8]!;
}
