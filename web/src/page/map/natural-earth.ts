const RADIAN = Math.PI / 180;

/**
 * The projection Natural Earth (Šavrič, Jenny, Patterson 2011): degrees to radians along the equator and above it. The
 * factors are those of the publication.
 */
export function projectNaturalEarth(longitude: number, latitude: number): readonly [x: number, y: number] {
  const phi = latitude * RADIAN;
  const phi2 = phi * phi;
  const phi4 = phi2 * phi2;
  const across = 0.8707 - 0.131979 * phi2 + phi4 * (-0.013791 + phi4 * (0.003971 * phi2 - 0.001529 * phi4));
  const up = 1.007226 + phi2 * (0.015085 + phi4 * (-0.044475 + 0.028874 * phi2 - 0.005916 * phi4));
  return [longitude * RADIAN * across, phi * up];
}
