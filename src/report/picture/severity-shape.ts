import type { Severity } from "../../domain/index.ts";
import { type Html, html } from "../html.ts";

/** Half the size of a mark, in pixels. */
const SIZES: Readonly<Record<Severity, number>> = { critical: 9, high: 8, medium: 7, low: 6, info: 4.5 };

/** A mark whose shape says the severity as its colour does. */
export function renderShape(severity: Severity, x: number, y: number): Html {
  const r = SIZES[severity];
  if (severity === "critical")
    return html`<path class="${severity} edge" d="M${x.toFixed(1)} ${(y - r).toFixed(1)}l${r} ${r}l${-r} ${r}l${-r} ${-r}z"/>`;
  if (severity === "high")
    return html`<path class="${severity} edge" d="M${x.toFixed(1)} ${(y - r).toFixed(1)}l${r} ${1.8 * r}h${-2 * r}z"/>`;
  return html`<circle class="${severity} edge" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r}"/>`;
}
