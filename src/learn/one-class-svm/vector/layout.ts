/** Where in memory the passes' machine code finds the addresses of what it works on. */
export const ADDRESS = {
  own: 0,
  ownEnd: 4,
  columns: 8,
  columnBytes: 12,
  squares: 16,
  row: 20,
  rowEnd: 24,
  otherRow: 28,
  gradient: 32,
  gradientEnd: 36,
  alphas: 40,
  bounds: 44,
  diagonal: 48,
} as const;

/** Where it finds numbers. */
export const NUMBER = {
  scale: 64,
  ownSquare: 72,
  factor: 80,
  deltaI: 88,
  deltaJ: 96,
  lowest: 104,
  ownDiagonal: 112,
} as const;

/** Where it leaves what it found: a value and a point for each of four interleaved shares of all points. */
export const FOUND = { best: 128, points: 160, highest: 192 } as const;
export const SHARES = 4;

/** From here on, memory holds the arrays, each padded to a multiple of so many points. */
export const RESERVED_BYTES = 256;
export const POINTS_AT_ONCE = 8;
