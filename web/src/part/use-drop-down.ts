import { type FocusEvent, type ToggleEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";

/** Where below its button something opens. */
export type DropDownPosition = "bottom-start" | "bottom-end" | "bottom";

export interface DropDownOptions {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly position: DropDownPosition;
}

/** Pixels between button and what opens, and between that and the window's edge. */
const GAP = 6;
const SHARES: Readonly<Record<DropDownPosition, number>> = {
  "bottom-start": 0,
  bottom: 0.5,
  "bottom-end": 1,
};
const FOCUSABLE = "button:not(:disabled), a[href], input, select, textarea, [tabindex]";

/**
 * Something that opens below a button, by the browser's own popovers: a press elsewhere and Escape close it, and the
 * keys go back to the button. It `isFilled` while it can be seen; `target` are properties of the button, `panel` those of
 * what opens.
 */
export function useDropDown({ isOpen, onOpen, position }: DropDownOptions) {
  const id = useId();
  const ref = useRef<HTMLDivElement>(null);
  const [isFilled, setIsFilled] = useState(false);
  const isShown = useRef(false);
  const place = useCallback(() => {
    const target = document.querySelector(`[popovertarget="${id}"]`);
    if (target !== null && ref.current !== null) placeBelow(ref.current, target, position);
  }, [id, position]);
  // Somebody else may open and close it: a key, a choice that was made.
  useEffect(() => {
    if (isShown.current !== isOpen) ref.current?.togglePopover(isOpen);
  }, [isOpen]);
  useEffect(() => {
    if (!isOpen) return;
    const panel = ref.current;
    // What is inside may come late.
    const size = new ResizeObserver(() => {
      place();
      if (panel !== null && !panel.contains(document.activeElement)) focusFirst(panel);
    });
    if (panel !== null) size.observe(panel);
    window.addEventListener("resize", place);
    window.addEventListener("scroll", place, { capture: true, passive: true });
    return () => {
      size.disconnect();
      window.removeEventListener("resize", place);
      window.removeEventListener("scroll", place, { capture: true });
    };
  }, [isOpen, place]);
  return {
    isFilled,
    target: { popoverTarget: id, "data-mantine-stop-propagation": isFilled },
    panel: {
      ref,
      id,
      popover: "auto",
      // What is inside stands there before it is shown.
      onBeforeToggle: ({ newState }: ToggleEvent) => {
        isShown.current = newState === "open";
        if (isShown.current) flushSync(() => setIsFilled(true));
      },
      onToggle: ({ newState, currentTarget }: ToggleEvent<HTMLDivElement>) => {
        if (newState === "open") {
          place();
          focusFirst(currentTarget);
        } else {
          currentTarget.style.removeProperty("opacity");
          setIsFilled(false);
        }
        onOpen(newState === "open");
      },
      // Escape closes this alone, and not the flyout around it.
      onFocus: ({ target }: FocusEvent) => target.setAttribute("data-mantine-stop-propagation", "true"),
    },
  } as const;
}

function placeBelow(panel: HTMLElement, target: Element, position: DropDownPosition): void {
  const at = target.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const { offsetWidth: width, offsetHeight: height } = panel;
  const left = at.left + (at.width - width) * SHARES[position];
  const isAbove = at.bottom + GAP + height > clientHeight && at.top - GAP - height >= 0;
  panel.style.left = `${Math.max(GAP, Math.min(left, clientWidth - width - GAP))}px`;
  panel.style.top = `${isAbove ? at.top - GAP - height : at.bottom + GAP}px`;
  panel.style.opacity = "1";
}

function focusFirst(panel: HTMLElement): void {
  const first = panel.querySelector("[data-autofocus]") ?? panel.querySelector(FOCUSABLE);
  if (first instanceof HTMLElement) first.focus({ preventScroll: true });
}
