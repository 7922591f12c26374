/** The map as it is drawn while the app is built. */
export interface DrawnWorld {
  /** The map's own size; it is drawn into whatever room there is. */
  readonly width: number;
  readonly height: number;
  /** Paths of countries are so many times as large as the map. */
  readonly grid: number;
  /** Where 0° north, 0° east is, and pixels of a radian along the equator: of the projection Natural Earth. */
  readonly middle: readonly [x: number, y: number];
  readonly scale: number;
  /** Letters by ISO 3166-1 alpha-2, null: nobody's; and what an SVG path takes. */
  readonly countries: readonly (readonly [letters: string | null, path: string])[];
}
