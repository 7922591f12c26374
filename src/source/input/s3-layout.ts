/**
 * The time in the name of a log file as CloudTrail delivers it, `YYYYMMDDTHHMMZ`; null for other names.
 * `<account>_CloudTrail_<region>_<time>_<random>.json.gz`, in folders by account, region and day.
 */
export function deliveryTime(path: string): string | null {
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  return DELIVERED.exec(name)?.[1] ?? null;
}
const DELIVERED =
  /^\d{12}_CloudTrail(?:-[A-Za-z]+)?_[a-z0-9-]+_(\d{8}T\d{4}Z)_[A-Za-z0-9]+\.json(?:\.gz|\.zst)?$/;

interface Placed {
  readonly path: string;
}

/** Log files as CloudTrail delivers them in order of time, whatever region's folder they lie in; then the others by path. */
export function orderByDelivery<T extends Placed>(inputs: readonly T[]): T[] {
  const delivered: { readonly time: string; readonly input: T }[] = [];
  const others: T[] = [];
  for (const input of inputs) {
    const time = deliveryTime(input.path);
    if (time === null) others.push(input);
    else delivered.push({ time, input });
  }
  delivered.sort((a, b) => compare(a.time, b.time) || compare(a.input.path, b.input.path));
  others.sort((a, b) => compare(a.path, b.path));
  return [...delivered.map(({ input }) => input), ...others];
}

/** By code units: the same order on every machine, whatever its language. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
