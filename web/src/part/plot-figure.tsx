import { useElementSize } from "@mantine/hooks";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { downloadBlob } from "./download.ts";
import { ExportMenu } from "./export-menu.tsx";
import { MenuItem } from "./menu.tsx";
import { LoadingLines } from "./panel-note.tsx";
import { drawPng, toSvgText } from "./picture.ts";
import styles from "./plot-figure.module.css";
import { TwinTable } from "./twin-table.tsx";

export type PlotLibrary = typeof import("@observablehq/plot");

export interface PlotFigureProps {
  /** What the chart shows, in a sentence: for people who do not see it. */
  readonly label: string;
  /** Name of files made of it. */
  readonly name: string;
  /** Draws with Observable Plot. Keep it stable (useCallback): a new function draws anew. */
  readonly draw: (plot: PlotLibrary, size: { readonly width: number; readonly height: number }) => Element;
  /** The numbers behind it, for its table twin and for CSV. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly height?: number;
  /** At the left of the menu: a choice, a legend. */
  readonly aside?: ReactNode;
}

/** A chart by Observable Plot, which is loaded when it is needed; with its numbers as a table, and ways to take it along. */
export function PlotFigure({ label, name, draw, rows, height = 240, aside }: PlotFigureProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const holder = useRef<HTMLDivElement>(null);
  const [isDrawn, setIsDrawn] = useState(false);
  useEffect(() => {
    let isGone = false;
    const start = async (): Promise<void> => {
      const plot = await import("@observablehq/plot");
      if (isGone || holder.current === null || width <= 0) return;
      const picture = draw(plot, { width, height });
      // Its own style sheet is in ours: the pages' Content-Security-Policy takes none from scripts.
      for (const sheet of picture.querySelectorAll("style")) sheet.remove();
      // The whole is one image with one name; names of its groups, which have no role, are nothing to be read out.
      for (const group of picture.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label");
      holder.current.replaceChildren(picture);
      setIsDrawn(true);
    };
    void start();
    return () => {
      isGone = true;
    };
  }, [draw, width, height]);
  const withPicture = (act: (svg: SVGSVGElement) => void) => () => {
    const svg = holder.current?.querySelector("svg");
    if (svg) act(svg);
  };
  return (
    <figure className={styles["figure"]} ref={ref}>
      <div className={styles["tools"]}>
        {aside}
        <ExportMenu name={name} rows={() => rows}>
          <MenuItem
            onClick={withPicture((svg) =>
              downloadBlob(`${name}.svg`, new Blob([toSvgText(svg)], { type: "image/svg+xml" })),
            )}
          >
            SVG
          </MenuItem>
          <MenuItem
            onClick={withPicture((svg) => void drawPng(svg).then((png) => downloadBlob(`${name}.png`, png)))}
          >
            PNG
          </MenuItem>
        </ExportMenu>
      </div>
      {!isDrawn && <LoadingLines lines={Math.max(3, Math.round(height / 40))} />}
      <div ref={holder} className={styles["picture"]} role="img" aria-label={label} />
      <TwinTable label={label} rows={rows} />
    </figure>
  );
}
