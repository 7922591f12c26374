/** A spot on the globe, with how far off it can be. */
export interface Place {
  /** City or area; null when only the country is known. */
  readonly name: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** Degrees, north and east positive. */
  readonly latitude: number;
  readonly longitude: number;
  /** The true spot lies within about this many kilometres; hundreds where only the country is known. */
  readonly radiusKm: number;
}
