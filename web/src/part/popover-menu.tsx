import { cloneElement, type ReactElement, type ReactNode } from "react";
import { createPortal } from "react-dom";
import { cx } from "../theme/class-names.ts";
import styles from "./drop-down.module.css";
import { type DropDownPosition, useDropDown } from "./use-drop-down.ts";

export interface PopoverMenuProps {
  /** What opens, for people who do not see the page. */
  readonly label: string;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** What it opens by: a Button, an ActionIcon. */
  readonly target: ReactElement<{ readonly popoverTarget?: string; readonly "aria-haspopup"?: "dialog" }>;
  readonly position?: DropDownPosition;
  /** In pixels; without it as wide as what is inside. */
  readonly width?: number;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Something small to do at a button: opens below it, takes the keys, gives them back when it closes. */
export function PopoverMenu({
  label,
  isOpen,
  onOpen,
  target,
  position = "bottom-end",
  width,
  className,
  children,
}: PopoverMenuProps) {
  const dropDown = useDropDown({ isOpen, onOpen, position });
  return (
    <>
      {cloneElement(target, { ...dropDown.target, "aria-haspopup": "dialog" })}
      {createPortal(
        <div
          {...dropDown.panel}
          role="dialog"
          aria-label={label}
          className={cx(styles["panel"], className)}
          style={{ width }}
        >
          {dropDown.isFilled && children}
        </div>,
        document.body,
      )}
    </>
  );
}
