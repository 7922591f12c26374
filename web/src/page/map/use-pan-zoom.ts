import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from "react";
import { MAP_HEIGHT, MAP_WIDTH } from "./world-shapes.ts";

/** What of the map is seen: how much larger, and from which of its points on. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const WHOLE: View = { scale: 1, x: 0, y: 0 };
const SCALE_MAX = 12;
/** How much a key moves, of what is seen. */
const STEP = 0.15;
/** Pixels that a pointer moves before it drags. */
const DRAG_MIN_PX = 4;

/** Keeps the map within its frame. */
function clamp({ scale, x, y }: View): View {
  const size = Math.min(SCALE_MAX, Math.max(1, scale));
  return {
    scale: size,
    x: Math.min(MAP_WIDTH - MAP_WIDTH / size, Math.max(0, x)),
    y: Math.min(MAP_HEIGHT - MAP_HEIGHT / size, Math.max(0, y)),
  };
}

/** Larger or smaller, with one point of the map staying where it is. */
function zoom(
  view: View,
  by: number,
  at = { x: view.x + MAP_WIDTH / view.scale / 2, y: view.y + MAP_HEIGHT / view.scale / 2 },
): View {
  const scale = Math.min(SCALE_MAX, Math.max(1, view.scale * by));
  const share = view.scale / scale;
  return clamp({ scale, x: at.x - (at.x - view.x) * share, y: at.y - (at.y - view.y) * share });
}

const move = (view: View, x: number, y: number): View => clamp({ ...view, x: view.x + x, y: view.y + y });

/** Wheel, pointer, keys and buttons that move and enlarge the map. */
export function usePanZoom() {
  const [view, setView] = useState(WHOLE);
  const ref = useRef<SVGSVGElement>(null);
  const drag = useRef<{ readonly x: number; readonly y: number; readonly from: View; moved: boolean } | null>(
    null,
  );

  useEffect(() => {
    const svg = ref.current;
    if (svg === null) return;
    // React listens to wheels passively: the page would scroll as well.
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey && !event.metaKey && !svg.matches(":focus-within, :focus")) return;
      event.preventDefault();
      const box = svg.getBoundingClientRect();
      setView((before) => {
        const at = {
          x: before.x + ((event.clientX - box.left) / box.width) * (MAP_WIDTH / before.scale),
          y: before.y + ((event.clientY - box.top) / box.height) * (MAP_HEIGHT / before.scale),
        };
        return zoom(before, Math.exp(-event.deltaY / 400), at);
      });
    };
    svg.addEventListener("wheel", onWheel, { passive: false });
    return () => svg.removeEventListener("wheel", onWheel);
  }, []);

  const onKeyDown = useCallback((event: KeyboardEvent) => {
    const change = KEYS[event.key];
    if (change === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    setView(change);
  }, []);

  const onPointerDown = (event: PointerEvent<SVGSVGElement>): void => {
    if (event.button === 0) drag.current = { x: event.clientX, y: event.clientY, from: view, moved: false };
  };
  const onPointerMove = (event: PointerEvent<SVGSVGElement>): void => {
    const start = drag.current;
    if (start === null || event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - start.x, event.clientY - start.y];
    if (!start.moved && Math.hypot(x, y) < DRAG_MIN_PX) return;
    start.moved = true;
    const { scale } = start.from;
    setView(
      move(start.from, (-x / box.width) * (MAP_WIDTH / scale), (-y / box.height) * (MAP_HEIGHT / scale)),
    );
  };
  /** Whether a click ends a drag, and means nothing else. */
  const wasDragged = (): boolean => {
    const moved = drag.current?.moved ?? false;
    drag.current = null;
    return moved;
  };
  return {
    ref,
    view,
    wasDragged,
    larger: () => setView((before) => zoom(before, 1.6)),
    smaller: () => setView((before) => zoom(before, 1 / 1.6)),
    whole: () => setView(WHOLE),
    handlers: { onKeyDown, onPointerDown, onPointerMove },
  };
}

const KEYS: Readonly<Record<string, (view: View) => View>> = {
  "+": (view) => zoom(view, 1.6),
  "=": (view) => zoom(view, 1.6),
  "-": (view) => zoom(view, 1 / 1.6),
  "0": () => WHOLE,
  ArrowLeft: (view) => move(view, (-STEP * MAP_WIDTH) / view.scale, 0),
  ArrowRight: (view) => move(view, (STEP * MAP_WIDTH) / view.scale, 0),
  ArrowUp: (view) => move(view, 0, (-STEP * MAP_HEIGHT) / view.scale),
  ArrowDown: (view) => move(view, 0, (STEP * MAP_HEIGHT) / view.scale),
};
