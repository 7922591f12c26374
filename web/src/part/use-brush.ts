import { type RefObject, useEffect, useRef } from "react";

/** Pixels below which a stretch is a slip of the hand. */
const DRAWN_MIN = 4;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Lets a stretch be drawn over a group of an SVG; tells its ends in pixels. What does it is loaded when it is needed. */
export function useBrush(
  { width, height }: Size,
  onDraw: (start: number, end: number) => void,
): RefObject<SVGGElement | null> {
  const group = useRef<SVGGElement>(null);
  const latest = useRef(onDraw);
  latest.current = onDraw;
  useEffect(() => {
    let isGone = false;
    const start = async (): Promise<void> => {
      const [{ brushX }, { select }] = await Promise.all([import("d3-brush"), import("d3-selection")]);
      if (isGone || group.current === null || width <= 0) return;
      const target = select<SVGGElement, unknown>(group.current);
      const brush = brushX<unknown>()
        .extent([
          [0, 0],
          [width, height],
        ])
        .on(
          "end",
          (event: { readonly selection: [number, number] | null; readonly sourceEvent: unknown }) => {
            const { selection, sourceEvent } = event;
            if (sourceEvent === null || sourceEvent === undefined || selection === null) return;
            const [from, to] = selection;
            brush.clear(target);
            if (to - from >= DRAWN_MIN) latest.current(from, to);
          },
        );
      target.call(brush);
    };
    void start();
    return () => {
      isGone = true;
    };
  }, [width, height]);
  return group;
}
