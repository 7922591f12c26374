/** Counts that all processes over one database keep together. */
export interface TalliesPort {
  /** Counts one, in the window that runs: how many there are now, as far as this process knows, and how long it lasts. */
  count(name: string, windowMs: number): { readonly count: number; readonly leftMs: number };
}
