/** A part of a picture, in pixels from its top left corner. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Two pictures of one size, four bytes a pixel. */
export interface Pair {
  readonly width: number;
  readonly was: Uint8ClampedArray;
  readonly is: Uint8ClampedArray;
  /** Where they may differ. */
  readonly varying: readonly Area[];
}

/**
 * How many pixels are another colour, by more than the edges of letters and a packed picture's blur account for. Runs in
 * the browser: it knows nothing but its arguments.
 */
export function countDiffering({ width, was, is, varying }: Pair): number {
  const steps = 48;
  const around = 8;
  let count = 0;
  for (let place = 0; place < was.length; place += 4) {
    const far = Math.max(
      Math.abs(was[place]! - is[place]!),
      Math.abs(was[place + 1]! - is[place + 1]!),
      Math.abs(was[place + 2]! - is[place + 2]!),
    );
    if (far <= steps) continue;
    const x = (place / 4) % width;
    const y = Math.floor(place / 4 / width);
    const isFree = varying.some(
      (area) =>
        x >= area.x - around &&
        x < area.x + area.width + around &&
        y >= area.y - around &&
        y < area.y + area.height + around,
    );
    if (!isFree) count++;
  }
  return count;
}
