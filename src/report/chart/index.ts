/** Takes points in time with their meaning, gives a picture: SVG for pages and reports, text for the terminal. */
export type { ScatterChart, ScatterPoint } from "./scatter.ts";
export { drawScatterSvg } from "./scatter-svg.ts";
export { drawScatterText } from "./scatter-text.ts";
