import { Popover } from "@mantine/core";
import type { ReactElement, ReactNode } from "react";

export interface PopoverMenuProps {
  /** What opens, for people who do not see the page. */
  readonly label: string;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  /** What stands there while it is closed, and opens it by itself: a Button, an ActionIcon. */
  readonly target: ReactElement;
  readonly position?: "bottom-start" | "bottom-end" | "bottom";
  /** In pixels; without it as wide as what is inside. */
  readonly width?: number;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Something small to do at a button: opens below it, takes the keys, gives them back when it closes. */
export const PopoverMenu = ({
  label,
  isOpen,
  onOpen,
  target,
  position = "bottom-end",
  width,
  className = "",
  children,
}: PopoverMenuProps) => (
  <Popover
    opened={isOpen}
    onChange={onOpen}
    position={position}
    {...(width === undefined ? {} : { width })}
    trapFocus
    returnFocus
    withinPortal
    shadow="md"
  >
    <Popover.Target>{target}</Popover.Target>
    <Popover.Dropdown className={className} aria-label={label}>
      {children}
    </Popover.Dropdown>
  </Popover>
);
