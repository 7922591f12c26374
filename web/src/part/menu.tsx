import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { cx } from "../theme/class-names.ts";
import styles from "./drop-down.module.css";
import { type DropDownPosition, useDropDown } from "./use-drop-down.ts";

export interface MenuProps {
  /** What it opens by: a Button, an ActionIcon. */
  readonly target: ReactElement<{ readonly popoverTarget?: string; readonly "aria-haspopup"?: "menu" }>;
  readonly position?: DropDownPosition;
  /** In pixels; without it as wide as what is inside. */
  readonly width?: number;
  /** `MenuItem`s, and what stands between them. */
  readonly children: ReactNode;
}

const ITEMS = "[role=menuitem]:not(:disabled)";

/** What can be done at a button: opens below it; arrows move, a letter goes to the next that begins with it. */
export function Menu({ target, position = "bottom-end", width, children }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const dropDown = useDropDown({ isOpen, onOpen: setIsOpen, position });
  const close = ({ target: pressed, currentTarget }: MouseEvent<HTMLDivElement>): void => {
    if (pressed instanceof Element && pressed.closest(ITEMS) !== null) currentTarget.hidePopover();
  };
  return (
    <>
      {cloneElement(target, { ...dropDown.target, "aria-haspopup": "menu" })}
      {createPortal(
        <div
          {...dropDown.panel}
          role="menu"
          className={cx(styles["panel"], styles["menu"])}
          style={{ width }}
          onClick={close}
          onKeyDown={onKeyDown}
        >
          {dropDown.isFilled && children}
        </div>,
        document.body,
      )}
    </>
  );
}

function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
  const menu = event.currentTarget;
  if (event.key === "Tab") {
    menu.hidePopover();
    return;
  }
  const items = [...menu.querySelectorAll<HTMLElement>(ITEMS)];
  const next = findNext(items, event);
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
}

function findNext(items: readonly HTMLElement[], event: KeyboardEvent): HTMLElement | undefined {
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? items.indexOf(activeElement) : -1;
  const after = [...items.slice(at + 1), ...items.slice(0, Math.max(at, 0))];
  switch (event.key) {
    case "ArrowDown":
      return after[0];
    case "ArrowUp":
      return after.at(-1);
    case "Home":
      return items[0];
    case "End":
      return items.at(-1);
  }
  const isLetter =
    event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  const letter = event.key.toLowerCase();
  return isLetter
    ? after.find((item) => item.textContent.trim().toLowerCase().startsWith(letter))
    : undefined;
}

export interface MenuItemProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly isDisabled?: boolean;
  /** Small things before and after the words. */
  readonly before?: ReactNode;
  readonly after?: ReactNode;
}

export const MenuItem = ({ children, onClick, isDisabled = false, before, after }: MenuItemProps) => (
  <button
    type="button"
    role="menuitem"
    tabIndex={-1}
    className={styles["item"]}
    disabled={isDisabled}
    onClick={onClick}
  >
    {before}
    <span className={styles["words"]}>{children}</span>
    {after}
  </button>
);

export interface MenuLinkProps {
  readonly children: ReactNode;
  readonly href: string;
  /** Kept as a file; else opened beside this page. */
  readonly isDownload?: boolean;
}

export const MenuLink = ({ children, href, isDownload = false }: MenuLinkProps) => (
  <a
    role="menuitem"
    tabIndex={-1}
    className={styles["item"]}
    href={href}
    {...(isDownload ? { download: true } : { target: "_blank", rel: "noopener" })}
  >
    {children}
  </a>
);

export const MenuLabel = ({ children }: { readonly children: ReactNode }) => (
  <p className={styles["label"]}>{children}</p>
);

export const MenuDivider = () => <hr className={styles["divider"]} />;
